import type { Revocation } from '../../revocation/revocation.js'
import { isRevocation, type RevocationAnswer } from '../../revocation/revocation-answer.js'
import { CertTrust } from '../../status.js'
import type { PathContext, PathElement } from '../path.js'
import { checkSignature } from './signature.js'

const UNAVAILABLE = CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION

/**
 * RFC 5280 §6.1.3(a)(3), with the bits of Windows: nothing is known of a certificate that its issuer did not sign, nor
 * of those below it or below a revoked one, whatever a CRL says of them. No usable CRL is both unknown and offline, as
 * on today's Windows.
 *
 * A root need not be on any list, for nobody above it could say anything. Where it is asked for, its own CRL can still
 * revoke it.
 */
export function checkRevocation (element: PathElement, context: PathContext): number {
  if (!isAskedFor(element, context)) return 0
  if (hasBadIssuer(element, context)) return UNAVAILABLE
  const answer = answerFor(element, context)
  if (isRevocation(answer)) return CertTrust.IS_REVOKED
  return answer === 'good' || isRoot(element) ? 0 : UNAVAILABLE
}

/** Who says that an element with this errorStatus is revoked, and why. */
export function revocationOf (element: PathElement, errorStatus: number, context: PathContext): Revocation | null {
  const answer = (errorStatus & CertTrust.IS_REVOKED) === 0 ? null : answerFor(element, context)
  return answer !== null && isRevocation(answer) ? answer : null
}

/** Some certificate above, out of those that are asked for, is revoked or not signed by its issuer. */
function hasBadIssuer ({ above }: PathElement, context: PathContext): boolean {
  if (above === null) return false
  const isBad = isAskedFor(above, context) &&
    (checkSignature(above, context) !== 0 || isRevocation(answerFor(above, context)))
  return isBad || hasBadIssuer(above, context)
}

function answerFor (element: PathElement, context: PathContext): RevocationAnswer {
  return checkSignature(element, context) === 0 ? context.revocationAnswers.answerFor(element, context) : 'unknown'
}

function isAskedFor (element: PathElement, { revocation }: PathContext): boolean {
  switch (revocation) {
    case 'none': return false
    case 'endCertificate': return element.index === 0
    case 'chain': return true
    case 'chainExcludeRoot': return !isRoot(element)
  }
}

function isRoot ({ path, index, isTrustAnchor }: PathElement): boolean {
  return isTrustAnchor || (path.end === 'selfSigned' && index === path.certificates.length - 1)
}
