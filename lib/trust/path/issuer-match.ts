import { CertTrustInfo } from '../status.js'
import type { Certificate } from '../certificate/certificate.js'

/** How an issuer of the right name fits the authorityKeyIdentifier (RFC 5280 §4.2.1.1), the best first. */
export type IssuerMatch = 'exact' | 'key' | 'name' | 'mismatch'

/** `name`: nothing but the names can be compared. `mismatch`: the identifier speaks of another certificate or key. */
export function matchIssuer ({ authorityKeyIdentifier: identifier }: Certificate, issuer: Certificate): IssuerMatch {
  if (identifier === null) return 'name'
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = identifier
  const keyFits = keyIdentifier === null || issuer.subjectKeyIdentifier === null
    ? null
    : sameBytes(keyIdentifier, issuer.subjectKeyIdentifier)
  if (keyFits === false) return 'mismatch'
  if (authorityCertSerialNumber !== null && authorityCertIssuer.some(({ key }) => key === issuer.issuer.key)) {
    if (sameBytes(authorityCertSerialNumber, issuer.serialNumberBytes)) return 'exact'
    // Another certificate of the same key is as good an issuer
    return keyFits === true ? 'key' : 'mismatch'
  }
  return keyFits === true ? 'key' : 'name'
}

/**
 * The issuer signed itself, by what it says: it is self-issued and names no other key. Whether its signature verifies
 * is another question; one that does not is a self-signed certificate with a wrong signature.
 */
export function claimsToBeSelfSigned (certificate: Certificate): boolean {
  return certificate.isSelfIssued && matchIssuer(certificate, certificate) !== 'mismatch'
}

/** CertTrustInfo: how the issuer was found. */
export function issuerMatchInfo (match: IssuerMatch): number {
  if (match === 'exact') return CertTrustInfo.HAS_EXACT_MATCH_ISSUER
  return match === 'key' ? CertTrustInfo.HAS_KEY_MATCH_ISSUER : CertTrustInfo.HAS_NAME_MATCH_ISSUER
}

export function sameBytes (a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
