import type { Certificate } from '../../certificate/certificate.js'
import { KeyUsage } from '../../certificate/extensions/key-usage.js'
import type { Candidates } from '../../path/candidates.js'
import { isValidAt } from '../../path/checks/validity.js'
import { sameBytes } from '../../path/issuer-match.js'
import type { PathContext, PathElement } from '../../path/path.js'
import { inheritParameters, type SigningKey } from '../../signature/signing-key.js'
import { hasWeakHash, isWeakKey } from '../../signature/weakness.js'
import type { RevocationAnswers } from '../revocation-answer.js'
import type { OcspResponse } from './ocsp-response.js'
import { isResponder } from './responder-id.js'

/** What a response's signature is worth. `weak`: others might have made it. `none`: nobody signed it who may. */
export type ResponderSignature = 'strong' | 'weak' | 'none'

/** A certificate in its place, whose issuer is known. */
export type IssuedElement = PathElement & { readonly issuer: Certificate, readonly issuerKey: SigningKey }

/** id-kp-OCSPSigning (RFC 6960 §4.2.2.2) */
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
/** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1) */
const NO_CHECK = '1.3.6.1.5.5.7.48.1.5'

/** An issuer that may sign CRLs may say the same by OCSP. */
const ISSUER_USAGE = KeyUsage.digitalSignature | KeyUsage.cRLSign
/** RFC 5280 §4.2.1.12 */
const RESPONDER_USAGE = KeyUsage.digitalSignature | KeyUsage.nonRepudiation

/**
 * Finds who signed an OCSP response: the issuer of the certificate, or one whom it authorized (RFC 6960 §4.2.2.2). For
 * one question to the engine.
 *
 * Departure: there are no responders that an operator trusts for any authority (§4.2.2.2, 1).
 */
export class OcspResponders {
  readonly #candidates: Candidates
  readonly #crlAnswers: RevocationAnswers
  readonly #considered = new Set<Certificate>()

  constructor (candidates: Candidates, crlAnswers: RevocationAnswers) {
    this.#candidates = candidates
    this.#crlAnswers = crlAnswers
  }

  /** All those that were looked at. */
  get considered (): Iterable<Certificate> {
    return this.#considered
  }

  signatureOf (response: OcspResponse, element: IssuedElement, context: PathContext): ResponderSignature {
    const { strength } = context
    const isWeak = hasWeakHash(response.signatureAlgorithm, strength)
    if (isSignedByIssuer(response, element, context)) return isWeak ? 'weak' : 'strong'
    let signature: ResponderSignature = 'none'
    for (const responder of this.#respondersOf(response)) {
      const mayAnswer = isAuthorized(responder, element, context)
      if (!mayAnswer || !this.#isSignedBy(response, responder, element, context)) continue
      if (!isWeak && !hasWeakHash(responder.signatureAlgorithm, strength) && !isWeakKey(responder, strength)) {
        return 'strong'
      }
      signature = 'weak'
    }
    return signature
  }

  #isSignedBy (response: OcspResponse, responder: Certificate, element: IssuedElement, context: PathContext): boolean {
    const inPlace = inPlaceOf(element, responder)
    return context.signatures.isSignedBy(response, inPlace.key) &&
      (responder.extension(NO_CHECK) !== null || this.#crlAnswers.answerFor(inPlace, context) === 'good')
  }

  /** Those that came with it, and those that are known by that name. */
  #respondersOf ({ responderId, certificates }: OcspResponse): readonly Certificate[] {
    const known = responderId.form === 'byName' ? this.#candidates.named(responderId.name) : []
    const responders = [...certificates, ...known].filter((certificate) => isResponder(certificate, responderId))
    for (const responder of responders) this.#considered.add(responder)
    return responders
  }
}

function isSignedByIssuer (
  response: OcspResponse,
  { issuer, issuerKey }: IssuedElement,
  { signatures }: PathContext
): boolean {
  return isResponder(issuer, response.responderId) && hasUsage(issuer, ISSUER_USAGE) &&
    signatures.isSignedBy(response, issuerKey)
}

/**
 * RFC 6960 §4.2.2.2: the very key that signed the certificate signed the responder's too, and designated it by
 * id-kp-OCSPSigning; any other purpose will not do. Nobody speaks for itself.
 */
function isAuthorized (responder: Certificate, element: IssuedElement, context: PathContext): boolean {
  const { certificate, issuerKey } = element
  const purposes = responder.applicationPolicies ?? responder.extKeyUsage ?? []
  return responder.issuer.equals(certificate.issuer) &&
    !sameBytes(responder.subjectPublicKeyInfo, certificate.subjectPublicKeyInfo) &&
    purposes.includes(OCSP_SIGNING) &&
    hasUsage(responder, RESPONDER_USAGE) &&
    responder.extensionErrors === 0 &&
    isValidAt(responder, context.time) &&
    !context.distrusted.includes(responder, issuerKey) &&
    context.signatures.isSignedBy(responder, issuerKey)
}

function hasUsage ({ keyUsage }: Certificate, anyOf: number): boolean {
  return keyUsage === null || (keyUsage & anyOf) !== 0
}

/**
 * The responder where the certificate stands: below the same issuer. Its own revocation is asked of CRLs alone, so that
 * no two responders vouch for each other.
 */
function inPlaceOf (element: IssuedElement, responder: Certificate): PathElement {
  const { path, index, issuerKey } = element
  return {
    ...element,
    certificate: responder,
    key: inheritParameters(responder, issuerKey),
    path: { ...path, certificates: path.certificates.with(index, responder) }
  }
}
