import { CertTrust } from '../../status.js'
import type { PathElement, PathContext } from '../path.js'

/**
 * Every element that is to be checked has no usable answer: CRLs are not evaluated yet, and what is not known is not
 * good. The root is never checked, for nobody above it could say anything (Windows does the same).
 */
export function checkRevocation ({ path, index, isTrustAnchor }: PathElement, { revocation }: PathContext): number {
  if (revocation === 'none' || (revocation === 'endCertificate' && index > 0)) return 0
  const isRoot = isTrustAnchor || (path.end === 'selfSigned' && index === path.certificates.length - 1)
  return isRoot ? 0 : CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION
}
