import { constants, verify, type KeyObject } from 'node:crypto'
import type { AlgorithmIdentifier } from '../certificate/algorithm-identifier.js'
import { readPssParameters, type PssParameters } from './pss-parameters.js'
import { KeyAlgorithm, signatureSchemeOf } from './signature-algorithms.js'
import { withAlgorithm, type SigningKey } from './signing-key.js'

/** Something signed: a certificate, a CRL, an OCSP response. */
export interface SignedData {
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** The bytes that are signed. */
  readonly data: Uint8Array
  readonly signature: Uint8Array
}

/**
 * RFC 5280 §6.1.3(a)(1): the signature was made with this key over these bytes. Whatever can't be verified was not: an
 * unknown algorithm, parameters out of place, a key of another kind, a key that OpenSSL refuses.
 */
export function verifySignature (signed: SignedData, key: SigningKey): boolean {
  const { signatureAlgorithm, data, signature } = signed
  const scheme = signatureSchemeOf(signatureAlgorithm)
  if (scheme === null || !scheme.keyAlgorithms.includes(key.publicKeyAlgorithm.algorithm)) return false
  if (scheme.pss !== null) return verifyPss(data, signature, key, signatureAlgorithm, scheme.pss)
  const { publicKey } = key
  return publicKey !== null && verifyWith(scheme.hash, data, publicKey, signature)
}

/**
 * node:crypto takes the hash of MGF1 from the key alone, or else from the signature's hash. Where they differ, the key
 * is imported once more as an id-RSASSA-PSS key that carries the signature's parameters.
 */
function verifyPss (
  data: Uint8Array,
  signature: Uint8Array,
  key: SigningKey,
  signatureAlgorithm: AlgorithmIdentifier,
  { hash, maskHash, saltLength }: PssParameters
): boolean {
  if (!keyAllows(key, { hash, maskHash, saltLength })) return false
  const { publicKey } = maskHash === hash ? key : withAlgorithm(key, signatureAlgorithm)
  if (publicKey === null) return false
  return verifyWith(hash, data, { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)
}

/**
 * RFC 4055 §3.3: an id-RSASSA-PSS key with parameters signs with these alone, except that the salt may be longer;
 * without parameters it is not restricted.
 */
function keyAllows ({ publicKeyAlgorithm: { algorithm, parameters } }: SigningKey, used: PssParameters): boolean {
  if (algorithm === KeyAlgorithm.RSA || parameters === null) return true
  const allowed = readPssParameters(parameters)
  return allowed !== null && allowed.hash === used.hash && allowed.maskHash === used.maskHash &&
    used.saltLength >= allowed.saltLength
}

type VerificationKey = KeyObject | { key: KeyObject, padding: number, saltLength: number }

function verifyWith (hash: string | null, data: Uint8Array, key: VerificationKey, signature: Uint8Array): boolean {
  try {
    return verify(hash, data, key, signature)
  } catch {
    return false // a hash that OpenSSL has not, or a key that it imports and then will not use
  }
}
