import type { Certificate } from '../certificate/certificate.js'
import type { ChainElement } from '../chain.js'
import type { PathPolicies } from '../policy/path-policies.js'
import { inheritParameters, type SigningKey } from '../signature/signing-key.js'
import { CertTrust, CertTrustInfo } from '../status.js'
import { checkIsCA, checkPathLength } from './checks/basic-constraints.js'
import { checkCompleteness, checkCycle, checkRoot } from './checks/ends.js'
import { chainNameConstraintsInfo, checkNameConstraints, nameConstraintsInfo } from './checks/name-constraints.js'
import { checkPolicies, policiesOf } from './checks/policies.js'
import { checkRevocation, revocationOf } from './checks/revocation.js'
import { checkSignature, checkStrength } from './checks/signature.js'
import {
  checkClaimsNoKeyCertSign, checkExtendedKeyUsage, checkKeyCertSign, checkLeafKeyUsage
} from './checks/usage.js'
import { checkTimeNesting, checkValidity } from './checks/validity.js'
import { claimsToBeSelfSigned, issuerMatchInfo, matchIssuer, sameBytes } from './issuer-match.js'
import type { Path, PathCheck, PathContext, PathElement } from './path.js'

/** A path with all bits that apply: no check stands in the way of another. */
export interface JudgedPath {
  readonly errorStatus: number
  /** CertTrustInfo bits of the chain alone. */
  readonly infoStatus: number
  readonly elements: readonly ChainElement[]
  readonly userConstrainedPolicySet: readonly string[]
}

/** RFC 5280 §6.1, and what Windows adds to it. */
const checks: readonly PathCheck[] = [
  checkSignature,
  checkStrength,
  checkValidity,
  checkTimeNesting,
  checkExtensions,
  checkIsCA,
  checkPathLength,
  checkNameConstraints,
  checkKeyCertSign,
  checkClaimsNoKeyCertSign,
  checkLeafKeyUsage,
  checkExtendedKeyUsage,
  checkRevocation,
  checkPolicies,
  checkDistrust,
  checkRoot,
  checkCycle
]

export function judgePath (path: Path, context: PathContext): JudgedPath {
  const policies = policiesOf(path, context)
  const elements = elementsOf(path, policies).map((element) => judgeElement(element, context))
  let errorStatus = checkCompleteness(path)
  let elementsInfo = 0
  for (const element of elements) {
    errorStatus |= element.errorStatus
    elementsInfo |= element.infoStatus
  }
  const { userConstrainedPolicySet } = policies
  const infoStatus = chainNameConstraintsInfo(elementsInfo, errorStatus) | chainIssuersInfo(elements) |
    (userConstrainedPolicySet.length > 0 ? CertTrustInfo.HAS_ISSUANCE_CHAIN_POLICY : 0)
  return { errorStatus, infoStatus, elements: Object.freeze(elements), userConstrainedPolicySet }
}

function judgeElement (element: PathElement, context: PathContext): ChainElement {
  let errorStatus = 0
  for (const check of checks) errorStatus |= check(element, context)
  const infoStatus = infoOf(element, errorStatus) | nameConstraintsInfo(element, errorStatus)
  const revocation = revocationOf(element, errorStatus, context)
  return Object.freeze({ certificate: element.certificate, errorStatus, infoStatus, revocation })
}

/** From the root down, for a key may depend on the one above it. */
function elementsOf (path: Path, policies: PathPolicies): PathElement[] {
  const { certificates, end } = path
  const elements = new Array<PathElement>(certificates.length)
  let above: PathElement | null = null
  let issuer: Certificate | null = null
  let issuerKey: SigningKey | null = null
  for (let index = certificates.length - 1; index >= 0; index--) {
    const certificate = certificates[index]!
    const isLast = index === certificates.length - 1
    const isTrustAnchor = isLast && end === 'trustAnchor'
    const signsItself = isLast && (end === 'selfSigned' || (isTrustAnchor && claimsToBeSelfSigned(certificate)))
    if (signsItself) issuer = issuerKey = certificate
    const key: SigningKey = issuerKey === null ? certificate : inheritParameters(certificate, issuerKey)
    elements[index] = above = { path, index, certificate, key, issuer, issuerKey, above, isTrustAnchor, policies }
    issuer = certificate
    issuerKey = key
  }
  return elements
}

/** RFC 5280 §4.2: unknown and critical, malformed or repeated ones, as the decoder found them. */
function checkExtensions ({ certificate }: PathElement): number {
  return certificate.extensionErrors
}

/** The operator's list, which stands above the anchors. */
function checkDistrust ({ certificate, issuerKey }: PathElement, { distrusted, signatures }: PathContext): number {
  if (distrusted.isEmpty) return 0
  const signer = issuerKey !== null && signatures.isSignedBy(certificate, issuerKey) ? issuerKey : null
  return distrusted.includes(certificate, signer) ? CertTrust.IS_EXPLICIT_DISTRUST : 0
}

/**
 * How the issuer was found. HAS_PREFERRED_ISSUER, of which Microsoft says no more than its name, is on what the key of
 * an issuer in the chain has signed: so it is seen on Windows, which does not set it where the issuer is missing.
 */
function infoOf ({ certificate, issuer }: PathElement, errorStatus: number): number {
  if (issuer === null) return 0
  const isSelfSigned = certificate === issuer ||
    (certificate.isSelfIssued && sameBytes(certificate.subjectPublicKeyInfo, issuer.subjectPublicKeyInfo))
  const isSigned = (errorStatus & CertTrust.IS_NOT_SIGNATURE_VALID) === 0
  return issuerMatchInfo(matchIssuer(certificate, issuer)) |
    (isSelfSigned ? CertTrustInfo.IS_SELF_SIGNED : 0) |
    (isSigned ? CertTrustInfo.HAS_PREFERRED_ISSUER : 0)
}

/** The chain has the bit if all its elements have it. */
function chainIssuersInfo (elements: readonly ChainElement[]): number {
  return elements.reduce((bits, { infoStatus }) => bits & infoStatus, CertTrustInfo.HAS_PREFERRED_ISSUER)
}
