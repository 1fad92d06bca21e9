import { CertTrust } from '../../status.js'
import type { PathElement } from '../path.js'

/**
 * RFC 5280 §6.1.4(k): whoever issues is a CA by its basicConstraints.
 *
 * An anchor of version 1 or 2, which can't have the extension, passes as with Windows and webpki: the operator made it
 * a CA by listing it. No other certificate does.
 */
export function checkIsCA ({ certificate, index, isTrustAnchor }: PathElement): number {
  if (index === 0 || certificate.basicConstraints?.cA === true) return 0
  return isTrustAnchor && certificate.version < 3 ? 0 : CertTrust.INVALID_BASIC_CONSTRAINTS
}

/**
 * RFC 5280 §6.1.4(l)-(m), §4.2.1.9: the number of intermediates that may be below, those that are self-issued not
 * counted, nor the leaf. The bit is on the CA that carries the constraint.
 */
export function checkPathLength ({ path, certificate, index }: PathElement): number {
  const limit = certificate.basicConstraints?.pathLenConstraint ?? null
  if (limit === null) return 0
  const below = path.certificates.slice(1, index).filter(({ isSelfIssued }) => !isSelfIssued).length
  return below > limit ? CertTrust.INVALID_BASIC_CONSTRAINTS : 0
}
