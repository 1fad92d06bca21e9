import type { Certificate } from '../trust/certificate/certificate.js'
import {
  readAuthorityInfoAccess, readCRLDistributionPoints, type DistributionPoint
} from '../trust/certificate/extensions/access-points.js'
import type { CertificateChain } from '../trust/chain.js'
import type { RevocationMode } from '../trust/chain-options.js'
import type { DerCursor } from '../trust/der/der-cursor.js'
import { isWellFormed } from '../trust/der/is-well-formed.js'
import type { GeneralName } from '../trust/names/general-name.js'
import { CertTrust } from '../trust/status.js'
import { crlInquiry } from './crl-inquiry.js'
import type { Inquiry } from './inquiry.js'
import { ocspInquiry } from './ocsp-inquiry.js'
import type { RevocationSourcesSettings } from './settings.js'
import { admitUrl } from './url-policy.js'

/** An inquiry, and the issuer of the certificate that it was made for. */
export interface NamedInquiry {
  readonly inquiry: Inquiry
  readonly issuer: Certificate
}

/** Which URLs may be asked, and how much they may answer. */
export type InquirySettings = Pick<RevocationSourcesSettings, 'allowsHost' | 'allowPrivateAddresses' | 'maxSize'>

/** Extensions of a certificate, of each kind, that are looked at: certificates name one or two. */
const mostUrls = 8

const AUTHORITY_INFO_ACCESS = '1.3.6.1.5.5.7.1.1'
const FRESHEST_CRL = '2.5.29.46'
/** id-ad-ocsp (RFC 6960 §3.1) */
const OCSP = '1.3.6.1.5.5.7.48.1'

/** A chain that ends nowhere, or in a certificate that is no anchor: nobody vouches for what it says. */
const WITHOUT_ANCHOR = CertTrust.IS_PARTIAL_CHAIN | CertTrust.IS_UNTRUSTED_ROOT | CertTrust.IS_CYCLIC
/** Nobody vouches for the certificate, nor for those below. */
const NOT_VOUCHED_FOR =
  CertTrust.IS_NOT_SIGNATURE_VALID | CertTrust.INVALID_BASIC_CONSTRAINTS | CertTrust.IS_EXPLICIT_DISTRUST

/**
 * What the certificates of a chain say where their revocation can be asked for. Only certificates whose signatures have
 * been verified, up to a trust anchor, are read (lessons.md S37), whatever CertTrustOverride forgives.
 */
export function namedInquiries (
  chain: CertificateChain, revocation: RevocationMode, settings: InquirySettings
): readonly NamedInquiry[] {
  return verifiedPairs(chain, revocation).flatMap(({ certificate, issuer }) => [
    ...responderUrls(certificate, settings).map((url) => ({ inquiry: ocspInquiry(url, certificate, issuer), issuer })),
    ...crlUrls(certificate, settings).map((url) => ({ inquiry: crlInquiry(url, settings.maxSize), issuer }))
  ])
}

/** The deltas that a CRL offers (RFC 5280 §5.2.6), by whom it is signed itself. */
export function deltaInquiries (
  points: readonly DistributionPoint[], issuer: Certificate, settings: InquirySettings
): readonly NamedInquiry[] {
  return urlsOf(points, settings).map((url) => ({ inquiry: crlInquiry(url, settings.maxSize), issuer }))
}

/** The certificates that are asked about, and their issuers, from the root down to the first that is not verified. */
function verifiedPairs (
  { elements, errorStatus }: CertificateChain, revocation: RevocationMode
): Array<{ certificate: Certificate, issuer: Certificate }> {
  const pairs: Array<{ certificate: Certificate, issuer: Certificate }> = []
  if ((errorStatus & WITHOUT_ANCHOR) !== 0) return pairs
  for (let index = elements.length - 1; index >= 0; index--) {
    const { certificate, errorStatus } = elements[index]!
    if ((errorStatus & NOT_VOUCHED_FOR) !== 0) return pairs
    const issuer = elements[index + 1]?.certificate ?? certificate
    if (isAskedAbout(index, elements.length - 1, revocation)) pairs.push({ certificate, issuer })
  }
  return pairs
}

function isAskedAbout (index: number, root: number, revocation: RevocationMode): boolean {
  switch (revocation) {
    case 'none': return false
    case 'endCertificate': return index === 0
    case 'chain': return true
    case 'chainExcludeRoot': return index !== root
  }
}

/** Of complete CRLs and of deltas (RFC 5280 §4.2.1.13, §4.2.1.15). */
function crlUrls (certificate: Certificate, settings: InquirySettings): readonly URL[] {
  const deltas = readExtension(certificate, FRESHEST_CRL, readCRLDistributionPoints)
  return [...urlsOf(certificate.cRLDistributionPoints ?? [], settings), ...urlsOf(deltas, settings)]
}

/** RFC 5280 §4.2.2.1 */
function responderUrls (certificate: Certificate, settings: InquirySettings): readonly URL[] {
  const places = readExtension(certificate, AUTHORITY_INFO_ACCESS, readAuthorityInfoAccess)
    .filter(({ accessMethod }) => accessMethod === OCSP)
    .map(({ accessLocation }) => accessLocation)
  return admitted(places, settings)
}

function urlsOf (points: readonly DistributionPoint[], settings: InquirySettings): readonly URL[] {
  const names = points.flatMap(({ distributionPoint }) =>
    distributionPoint !== null && 'fullName' in distributionPoint ? distributionPoint.fullName : [])
  return admitted(names, settings)
}

function admitted (names: readonly GeneralName[], settings: InquirySettings): readonly URL[] {
  return names
    .flatMap((name) => name.form === 'uniformResourceIdentifier' ? admitUrl(name.value, settings) ?? [] : [])
    .slice(0, mostUrls)
}

/** Empty also where it is malformed. */
function readExtension<Item> (
  certificate: Certificate, oid: string, read: (cursor: DerCursor) => readonly Item[]
): readonly Item[] {
  const extension = certificate.extension(oid)
  let items: readonly Item[] = []
  const isRead = extension !== null && isWellFormed(extension.value, (cursor) => { items = read(cursor) })
  return isRead ? items : []
}
