import type { KeyObject } from 'node:crypto'
import { digestAsKey } from '../../lib/trust/bytes-as-key.js'
import { importPublicKey, publicKeyBits, readSubjectPublicKeyInfo } from '../../lib/trust/certificate/public-key.js'
import { DerCursor } from '../../lib/trust/der/der-cursor.js'
import type { SigningKey } from '../../lib/trust/signature/signing-key.js'
import { element, integer, objectIdentifier, sequence } from './der.js'

export const NULL = element(0x05)

/** A public key as a certificate would have it. */
export function signingKey (key: KeyObject): SigningKey {
  return signingKeyOf(key.export({ type: 'spki', format: 'der' }))
}

export function signingKeyOf (subjectPublicKeyInfo: Uint8Array): SigningKey {
  const info = readSubjectPublicKeyInfo(new DerCursor(subjectPublicKeyInfo))
  return {
    subjectPublicKeyInfo,
    publicKeyAlgorithm: info.algorithm,
    publicKeyBits: publicKeyBits(info),
    publicKey: importPublicKey(info),
    publicKeyDigest: digestAsKey(subjectPublicKeyInfo)
  }
}

const hashOids = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3'
}
export type PssHash = keyof typeof hashOids

export function hashIdentifier (hash: PssHash, parameters: Uint8Array = NULL): Buffer {
  return sequence(objectIdentifier(hashOids[hash]), parameters)
}

/** RSASSA-PSS-params, complete. */
export function pssParameters (hash: PssHash, maskHash: PssHash, saltLength: number): Buffer {
  return sequence(
    element(0xa0, hashIdentifier(hash)),
    element(0xa1, sequence(objectIdentifier('1.2.840.113549.1.1.8'), hashIdentifier(maskHash))),
    element(0xa2, integer(Uint8Array.of(saltLength))))
}
