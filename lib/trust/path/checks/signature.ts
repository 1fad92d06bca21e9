import { hasWeakHash, isWeakKey } from '../../signature/weakness.js'
import { CertTrust } from '../../status.js'
import type { PathElement, PathContext } from '../path.js'

/**
 * RFC 5280 §6.1.3(a)(1). A self-signed root's own signature is checked too, also an anchor's: one that does not verify
 * is not the certificate that its owner made.
 */
export function checkSignature ({ certificate, issuerKey }: PathElement, { signatures }: PathContext): number {
  if (issuerKey === null || signatures.isSignedBy(certificate, issuerKey)) return 0
  return CertTrust.IS_NOT_SIGNATURE_VALID
}

/**
 * The signature's hash, the length of the key that made it, and the length of the leaf's own key, with which the peer
 * proves that the certificate is its own (Windows looks at it too, unless told by
 * CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG).
 *
 * Departure: an anchor's own signature is not judged, for nothing rests on it; its key is, where it signs another.
 */
export function checkStrength (element: PathElement, { strength }: PathContext): number {
  const { certificate, index, key, issuerKey, isTrustAnchor } = element
  const isWeak = (index === 0 && isWeakKey(key, strength)) ||
    (!isTrustAnchor && (
      hasWeakHash(certificate.signatureAlgorithm, strength) || (issuerKey !== null && isWeakKey(issuerKey, strength))
    ))
  return isWeak ? CertTrust.HAS_WEAK_SIGNATURE : 0
}
