import type { AlgorithmIdentifier } from '../certificate/algorithm-identifier.js'
import type { HashName } from './hash-algorithm.js'
import { KeyAlgorithm, signatureSchemeOf } from './signature-algorithms.js'
import type { SigningKey } from './signing-key.js'

/** What counts as too weak to be relied on. */
export type SignatureStrength = 'modern' | 'windows' | 'any'

interface WeakAlgorithms {
  readonly hashes: ReadonlySet<HashName>
  /** Bits that a key must have, by OID of the public key algorithm. */
  readonly keyBits: ReadonlyMap<string, number>
}

export const strengths: Readonly<Record<SignatureStrength, WeakAlgorithms>> = {
  // NIST SP 800-131A rev. 2, §3: 112 bits of security
  modern: {
    hashes: new Set(['md2', 'md4', 'md5', 'sha1']),
    keyBits: new Map([
      [KeyAlgorithm.RSA, 2048], [KeyAlgorithm.RSASSA_PSS, 2048], [KeyAlgorithm.DSA, 2048], [KeyAlgorithm.EC, 224]
    ])
  },
  // https://learn.microsoft.com/security-updates/SecurityAdvisories/2013/2862973
  windows: { hashes: new Set(['md2', 'md4', 'md5']), keyBits: new Map() },
  any: { hashes: new Set(), keyBits: new Map() }
}

/** The signature is made over a hash for which forgeries are known or near. */
export function hasWeakHash (signatureAlgorithm: AlgorithmIdentifier, strength: SignatureStrength): boolean {
  const hash = signatureSchemeOf(signatureAlgorithm)?.hash ?? null
  return hash !== null && strengths[strength].hashes.has(hash)
}

/** The key is too short. One of a kind that has lengths, but whose length is not known, counts as too short. */
export function isWeakKey ({ publicKeyAlgorithm, publicKeyBits }: SigningKey, strength: SignatureStrength): boolean {
  return publicKeyBits < (strengths[strength].keyBits.get(publicKeyAlgorithm.algorithm) ?? 0)
}
