import type { CertificateRevocationList } from './certificate-revocation-list.js'
import { isOfSameScope } from './crl-scope.js'
import { sameBytes } from '../path/issuer-match.js'

/**
 * RFC 5280 §5.2.4, §6.3.3(c): this delta can be combined with this complete CRL of the same issuer. They have one scope
 * and name the same key; the delta builds upon a CRL that is no newer than the complete one, and is newer than that.
 */
export function fits (delta: CertificateRevocationList, complete: CertificateRevocationList): boolean {
  const { baseCRLNumber, cRLNumber } = delta.extensions
  const completeNumber = complete.extensions.cRLNumber
  return baseCRLNumber !== null && cRLNumber !== null && completeNumber !== null &&
    baseCRLNumber <= completeNumber && completeNumber < cRLNumber &&
    isOfSameScope(delta, complete) && namesKeyOf(delta, complete)
}

/** RFC 5280 §6.3.3(c)(3) */
function namesKeyOf (delta: CertificateRevocationList, complete: CertificateRevocationList): boolean {
  const ofDelta = delta.extensions.authorityKeyIdentifier
  const ofComplete = complete.extensions.authorityKeyIdentifier
  return ofComplete === null || (ofDelta !== null && sameBytes(ofDelta, ofComplete))
}
