import type { AlgorithmIdentifier } from '../certificate/algorithm-identifier.js'
import { isNull, type HashName } from './hash-algorithm.js'
import { readPssParameters, type PssParameters } from './pss-parameters.js'

/** How a signature is made, as its AlgorithmIdentifier says. */
export interface SignatureScheme {
  /** null: the algorithm hashes on its own (EdDSA). */
  readonly hash: HashName | null
  /** OIDs of the public key algorithms whose keys can make such a signature. */
  readonly keyAlgorithms: readonly string[]
  /** Of RSASSA-PSS alone. */
  readonly pss: PssParameters | null
}

interface KnownAlgorithm extends SignatureScheme {
  /** The parameters may be NULL; otherwise they must be absent. */
  readonly mayBeNull: boolean
}

/** OIDs of public key algorithms (RFC 3279 §2.3, RFC 4055 §1.2, RFC 5480 §2.1). */
export const KeyAlgorithm = {
  RSA: '1.2.840.113549.1.1.1',
  RSASSA_PSS: '1.2.840.113549.1.1.10',
  DSA: '1.2.840.10040.4.1',
  EC: '1.2.840.10045.2.1'
} as const

/** RFC 4055 §5 asks for NULL; its absence is read too, as everyone does. */
function rsa (hash: HashName): KnownAlgorithm {
  return { hash, keyAlgorithms: [KeyAlgorithm.RSA], pss: null, mayBeNull: true }
}

/** RFC 3279 §2.2.2, RFC 5758 §3.1: no parameters. */
function dsa (hash: HashName): KnownAlgorithm {
  return { hash, keyAlgorithms: [KeyAlgorithm.DSA], pss: null, mayBeNull: false }
}

/** NIST's OIW Implementors' Agreements (1991), before RFC 3279: the parameters were NULL. */
function oiwDsa (hash: HashName): KnownAlgorithm {
  return { ...dsa(hash), mayBeNull: true }
}

/** RFC 3279 §2.2.3, RFC 5758 §3.2: no parameters. */
function ecdsa (hash: HashName): KnownAlgorithm {
  return { hash, keyAlgorithms: [KeyAlgorithm.EC], pss: null, mayBeNull: false }
}

/** RFC 8410 §3: one OID for key and signature, no parameters. */
function eddsa (oid: string): KnownAlgorithm {
  return { hash: null, keyAlgorithms: [oid], pss: null, mayBeNull: false }
}

const knownAlgorithms: ReadonlyMap<string, KnownAlgorithm> = new Map([
  ['1.2.840.113549.1.1.2', rsa('md2')],
  ['1.2.840.113549.1.1.3', rsa('md4')],
  ['1.2.840.113549.1.1.4', rsa('md5')],
  ['1.2.840.113549.1.1.5', rsa('sha1')],
  ['1.2.840.113549.1.1.14', rsa('sha224')],
  ['1.2.840.113549.1.1.11', rsa('sha256')],
  ['1.2.840.113549.1.1.12', rsa('sha384')],
  ['1.2.840.113549.1.1.13', rsa('sha512')],
  ['1.2.840.113549.1.1.15', rsa('sha512-224')],
  ['1.2.840.113549.1.1.16', rsa('sha512-256')],
  // The older OIDs of the same, as wincrypt.h names them (szOID_OIWSEC_md4RSA, szOID_OIWDIR_md2RSA …)
  ['1.3.14.7.2.3.1', rsa('md2')],
  ['1.3.14.3.2.2', rsa('md4')],
  ['1.3.14.3.2.4', rsa('md4')],
  ['1.3.14.3.2.3', rsa('md5')],
  ['1.3.14.3.2.15', rsa('sha1')],
  ['1.3.14.3.2.29', rsa('sha1')],
  ['1.3.14.3.2.13', oiwDsa('sha1')],
  ['1.3.14.3.2.27', oiwDsa('sha1')],
  ['1.3.14.3.2.28', oiwDsa('sha1')],
  ['1.2.840.10040.4.3', dsa('sha1')],
  ['2.16.840.1.101.3.4.3.1', dsa('sha224')],
  ['2.16.840.1.101.3.4.3.2', dsa('sha256')],
  ['2.16.840.1.101.3.4.3.3', dsa('sha384')],
  ['2.16.840.1.101.3.4.3.4', dsa('sha512')],
  ['1.2.840.10045.4.1', ecdsa('sha1')],
  ['1.2.840.10045.4.3.1', ecdsa('sha224')],
  ['1.2.840.10045.4.3.2', ecdsa('sha256')],
  ['1.2.840.10045.4.3.3', ecdsa('sha384')],
  ['1.2.840.10045.4.3.4', ecdsa('sha512')],
  ['1.3.101.112', eddsa('1.3.101.112')], // Ed25519
  ['1.3.101.113', eddsa('1.3.101.113')] // Ed448
])

/** null: the algorithm is unknown, or its parameters are not what its definition asks for. */
export function signatureSchemeOf ({ algorithm, parameters }: AlgorithmIdentifier): SignatureScheme | null {
  if (algorithm === KeyAlgorithm.RSASSA_PSS) return pssScheme(parameters)
  const known = knownAlgorithms.get(algorithm)
  if (known === undefined) return null
  return parameters === null || (known.mayBeNull && isNull(parameters)) ? known : null
}

/** RFC 4055 §3.1: an rsaEncryption key may sign so, and one of id-RSASSA-PSS may sign in no other way. */
function pssScheme (parameters: Uint8Array | null): SignatureScheme | null {
  const pss = parameters && readPssParameters(parameters)
  return pss && { hash: pss.hash, keyAlgorithms: [KeyAlgorithm.RSA, KeyAlgorithm.RSASSA_PSS], pss }
}
