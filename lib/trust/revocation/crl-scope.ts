import {
  directoryNames, fullNamesOf, haveCommonName, type DistributionPointName
} from '../certificate/extensions/distribution-point-name.js'
import type { DistributionPoint } from '../certificate/extensions/access-points.js'
import type { Certificate } from '../certificate/certificate.js'
import type { GeneralName } from '../names/general-name.js'
import type { Name } from '../names/name.js'
import { sameBytes } from '../path/issuer-match.js'
import type { CertificateRevocationList } from './certificate-revocation-list.js'
import type { IssuingDistributionPoint } from './issuing-distribution-point.js'

/**
 * ReasonFlags of RFC 5280 §5.2.5 as a mask, bit n is `1 << n`: keyCompromise 1, cACompromise 2, affiliationChanged 3,
 * superseded 4, cessationOfOperation 5, certificateHold 6, privilegeWithdrawn 7, aACompromise 8.
 */
export const ALL_REASONS = 0b1_1111_1110

const NO_SCOPE = new Uint8Array(0)

/**
 * RFC 5280 §6.3.3: the certificate's distribution points, and at the end the one that stands for CRLs which it does not
 * name: under the name of its issuer, for all reasons.
 */
export function distributionPointsOf (certificate: Certificate): readonly DistributionPoint[] {
  const fullName: GeneralName[] = [{ form: 'directoryName', value: certificate.issuer }]
  const general = { distributionPoint: { fullName }, reasons: null, cRLIssuer: null }
  return [...certificate.cRLDistributionPoints ?? [], general]
}

/** RFC 5280 §6.3.3(b)(1): whose CRLs a distribution point offers. */
export function crlIssuersOf ({ issuer }: Certificate, { cRLIssuer }: DistributionPoint): readonly Name[] {
  return cRLIssuer === null ? [issuer] : directoryNames(cRLIssuer)
}

/**
 * RFC 5280 §6.3.3(b): a complete CRL of one of those issuers is one that the distribution point offers, and speaks of
 * certificates of this kind.
 */
export function isInScope (
  { extensions, issuer }: CertificateRevocationList,
  certificate: Certificate,
  point: DistributionPoint
): boolean {
  const issuing = extensions.issuingDistributionPoint
  if (issuing === null) return point.cRLIssuer === null
  return (point.cRLIssuer === null || issuing.indirectCRL) &&
    (issuing.distributionPoint === null || isNamed(issuing.distributionPoint, point, issuer)) &&
    coversKindOf(certificate, issuing)
}

/** RFC 5280 §5.2.4(b), §6.3.3(c)(2): both speak of the same certificates. */
export function isOfSameScope (one: CertificateRevocationList, other: CertificateRevocationList): boolean {
  const [first, second] = [one, other].map(({ extensions }) => extensions.issuingDistributionPoint?.der ?? NO_SCOPE)
  return sameBytes(first!, second!)
}

/** RFC 5280 §6.3.3(d): the reasons that the CRL has an answer for, as a mask. */
export function reasonsOf ({ extensions }: CertificateRevocationList, { reasons }: DistributionPoint): number {
  return ALL_REASONS & (extensions.issuingDistributionPoint?.onlySomeReasons ?? ALL_REASONS) & (reasons ?? ALL_REASONS)
}

/** RFC 5280 §6.3.3(b)(2)(i) */
function isNamed (
  name: DistributionPointName,
  { distributionPoint, cRLIssuer }: DistributionPoint,
  crlIssuer: Name
): boolean {
  const sought = distributionPoint === null ? cRLIssuer! : fullNamesOf(distributionPoint, crlIssuer)
  return haveCommonName(fullNamesOf(name, crlIssuer), sought)
}

/** RFC 5280 §6.3.3(b)(2)(ii)-(iv) */
function coversKindOf ({ basicConstraints }: Certificate, issuing: IssuingDistributionPoint): boolean {
  const isCA = basicConstraints?.cA === true
  return !(issuing.onlyContainsUserCerts && isCA) &&
    !(issuing.onlyContainsCACerts && !isCA) &&
    !issuing.onlyContainsAttributeCerts
}
