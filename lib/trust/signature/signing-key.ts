import type { KeyObject } from 'node:crypto'
import { digestAsKey } from '../bytes-as-key.js'
import type { AlgorithmIdentifier } from '../certificate/algorithm-identifier.js'
import type { Certificate } from '../certificate/certificate.js'
import {
  importPublicKey, publicKeyBits, readSubjectPublicKeyInfo, type SubjectPublicKeyInfo
} from '../certificate/public-key.js'
import { DerCursor } from '../der/der-cursor.js'
import { encodeElement } from '../der/encode.js'
import { encodeObjectIdentifier } from '../der/object-identifier.js'
import { Tag } from '../der/tags.js'
import { isNull } from './hash-algorithm.js'
import { KeyAlgorithm } from './signature-algorithms.js'

/** The key that a signature is checked with: a certificate's own, or one made from it. */
export type SigningKey =
  Pick<Certificate, 'subjectPublicKeyInfo' | 'publicKeyAlgorithm' | 'publicKeyBits' | 'publicKey' | 'publicKeyDigest'>

/**
 * RFC 5280 §6.1.4(d)-(f): a DSA key without parameters takes those of its issuer's key, if that is a DSA key too.
 *
 * They must be those of the issuer in this very path: with parameters of their own choosing, others could sign with
 * the same key.
 */
export function inheritParameters (key: SigningKey, issuerKey: SigningKey): SigningKey {
  return lacksParameters(key) && issuerKey.publicKeyAlgorithm.algorithm === KeyAlgorithm.DSA
    ? withAlgorithm(key, issuerKey.publicKeyAlgorithm)
    : key
}

/** It is known only with its issuer what this key is (RFC 3279 §2.3.2). */
export function lacksParameters ({ publicKeyAlgorithm: { algorithm, parameters } }: SigningKey): boolean {
  return algorithm === KeyAlgorithm.DSA && (parameters === null || isNull(parameters))
}

/** The same key under another AlgorithmIdentifier. */
export function withAlgorithm (key: SigningKey, algorithm: AlgorithmIdentifier): SigningKey {
  return new RewrittenKey(readSubjectPublicKeyInfo(new DerCursor(key.subjectPublicKeyInfo)), algorithm)
}

class RewrittenKey implements SigningKey {
  readonly subjectPublicKeyInfo: Uint8Array
  readonly publicKeyAlgorithm: AlgorithmIdentifier
  readonly publicKeyBits: number
  readonly #info: SubjectPublicKeyInfo

  constructor ({ subjectPublicKey }: SubjectPublicKeyInfo, algorithm: AlgorithmIdentifier) {
    this.subjectPublicKeyInfo = encodeElement(Tag.SEQUENCE,
      encodeElement(Tag.SEQUENCE,
        encodeElement(Tag.OBJECT_IDENTIFIER, encodeObjectIdentifier(algorithm.algorithm)),
        algorithm.parameters ?? new Uint8Array()),
      encodeElement(Tag.BIT_STRING, Uint8Array.of(0), subjectPublicKey))
    this.publicKeyAlgorithm = algorithm
    this.#info = { raw: this.subjectPublicKeyInfo, algorithm, subjectPublicKey }
    this.publicKeyBits = publicKeyBits(this.#info)
  }

  get publicKey (): KeyObject | null {
    return importPublicKey(this.#info)
  }

  get publicKeyDigest (): string {
    return digestAsKey(this.subjectPublicKeyInfo)
  }
}
