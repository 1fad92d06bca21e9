import { CertTrust, CertTrustInfo } from '../../status.js'
import type { PathContext, PathElement } from '../path.js'

const ERRORS = CertTrust.INVALID_NAME_CONSTRAINTS | CertTrust.HAS_NOT_SUPPORTED_NAME_CONSTRAINT |
  CertTrust.HAS_NOT_PERMITTED_NAME_CONSTRAINT | CertTrust.HAS_EXCLUDED_NAME_CONSTRAINT

/**
 * RFC 5280 §6.1.3(b)-(c), §4.2.1.10: all names below an authority that constrains them keep to it, those of self-issued
 * certificates apart, unless it is the leaf. The bits are on the authority.
 *
 * An anchor constrains as any other, as Windows has it; §6.1.1 leaves it open.
 */
export function checkNameConstraints (element: PathElement, { nameConstraints }: PathContext): number {
  const { path, certificate, index } = element
  if (!constrains(element)) return 0
  const [leaf, ...issuers] = path.certificates.slice(0, index)
  return nameConstraints.judge(certificate, [leaf!, ...issuers.filter(({ isSelfIssued }) => !isSelfIssued)])
}

/** The authority constrains names, and nobody below offends. `errorStatus` is that of the element. */
export function nameConstraintsInfo (element: PathElement, errorStatus: number): number {
  return constrains(element) && (errorStatus & ERRORS) === 0 ? CertTrustInfo.HAS_VALID_NAME_CONSTRAINTS : 0
}

/** What the elements' HAS_VALID_NAME_CONSTRAINTS come to for a chain with this errorStatus. */
export function chainNameConstraintsInfo (elementsInfo: number, errorStatus: number): number {
  return (errorStatus & ERRORS) === 0 ? elementsInfo & CertTrustInfo.HAS_VALID_NAME_CONSTRAINTS : 0
}

function constrains ({ certificate, index }: PathElement): boolean {
  return index > 0 && certificate.nameConstraints !== null
}
