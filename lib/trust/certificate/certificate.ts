// Contract, to be implemented (see the brief): class Certificate
import type { KeyObject } from 'node:crypto'
import type { Name } from '../names/name.js'

/** RFC 5280 §4.1.1.2 */
export interface AlgorithmIdentifier {
  readonly algorithm: string
  /** Full DER element of the parameters, null if absent. */
  readonly parameters: Uint8Array | null
}
export interface Extension {
  readonly oid: string
  readonly critical: boolean
  /** The contents of the OCTET STRING. */
  readonly value: Uint8Array
}
export interface BasicConstraints { readonly cA: boolean, readonly pathLenConstraint: number | null }
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | null
  /** The directoryNames of authorityCertIssuer. */
  readonly authorityCertIssuer: readonly Name[]
  readonly authorityCertSerialNumber: Uint8Array | null
}

/** A certificate as the engine sees it: one flat record, decoded strictly from its DER once (RFC 5280 §4.1). */
export interface Certificate {
  readonly raw: Uint8Array
  readonly tbsCertificate: Uint8Array
  readonly version: 1 | 2 | 3
  /** The content octets of the INTEGER. */
  readonly serialNumberBytes: Uint8Array
  /** Upper-case hexadecimal, as node:crypto's X509Certificate gives it. */
  readonly serialNumber: string
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly issuer: Name
  readonly subject: Name
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  readonly subjectPublicKeyInfo: Uint8Array
  readonly publicKeyAlgorithm: AlgorithmIdentifier
  /** RSA/DSA: bits of the modulus; EC: bits of the curve's order field; 0 if unknown. */
  readonly publicKeyBits: number
  /** Made on first use; null if node:crypto can't import it. */
  readonly publicKey: KeyObject | null
  readonly extensions: readonly Extension[]
  readonly basicConstraints: BasicConstraints | null
  /** Bit 0 (digitalSignature) is 1 << 0, keyCertSign is 1 << 5, cRLSign is 1 << 6. */
  readonly keyUsage: number | null
  readonly extKeyUsage: readonly string[] | null
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null
  readonly subjectKeyIdentifier: Uint8Array | null
  /** CertTrust bits found while decoding the extensions: malformed, repeated, unknown and critical. */
  readonly extensionErrors: number
  /** Subject and issuer are the same name (RFC 5280 §3.2). */
  readonly isSelfIssued: boolean
  /** SHA-256 of `raw`, upper-case hexadecimal with colons, as node:crypto gives it. Made on first use. */
  readonly fingerprint256: string
}
