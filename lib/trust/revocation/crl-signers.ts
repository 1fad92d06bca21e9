import type { Certificate } from '../certificate/certificate.js'
import type { DistributionPoint } from '../certificate/extensions/access-points.js'
import { KeyUsage } from '../certificate/extensions/key-usage.js'
import type { Candidates } from '../path/candidates.js'
import type { PathContext, PathElement } from '../path/path.js'
import type { SigningKey } from '../signature/signing-key.js'
import type { CertificateRevocationList } from './certificate-revocation-list.js'

/** Whether a path from the certificate to this anchor, and to no other, has no error. */
export type PathValidation = (signer: Certificate, anchor: Certificate, context: PathContext) => boolean

/** Finds the key that signed a CRL (RFC 5280 §6.3.3(f)-(g)), for one question to the engine. */
export class CrlSigners {
  readonly #candidates: Candidates
  readonly #hasValidPath: PathValidation
  /** By anchor and signer. One whose path is being validated is not valid yet: it can't vouch for its own path. */
  readonly #validated = new Map<Certificate, Map<Certificate, boolean>>()

  constructor (candidates: Candidates, hasValidPath: PathValidation) {
    this.#candidates = candidates
    this.#hasValidPath = hasValidPath
  }

  /** `null`: nobody signed it who may. */
  keyOf (
    crl: CertificateRevocationList,
    point: DistributionPoint,
    element: PathElement,
    context: PathContext
  ): SigningKey | null {
    const { signatures } = context
    for (const { certificate, key } of signersInPath(element)) {
      if (mayHaveSigned(certificate, crl) && signatures.isSignedBy(crl, key)) return key
    }
    const anchor = element.path.end === 'trustAnchor' ? element.path.certificates.at(-1)! : null
    if (anchor === null) return null
    for (const signer of this.#candidates.named(crl.issuer)) {
      if (!mayHaveSigned(signer, crl) || !signatures.isSignedBy(crl, signer)) continue
      if (isAppointed(signer, point, element) || this.#isValid(signer, anchor, context)) return signer
    }
    return null
  }

  /**
   * RFC 5280 §6.3.3(f): a signer outside the path has a path of its own, to the same anchor. It is judged like any
   * other, but for the usage and the policies, which are no concern of a CRL's.
   */
  #isValid (signer: Certificate, anchor: Certificate, context: PathContext): boolean {
    let results = this.#validated.get(anchor)
    if (results === undefined) this.#validated.set(anchor, results = new Map())
    const known = results.get(signer)
    if (known !== undefined) return known
    results.set(signer, false)
    const isValid = this.#hasValidPath(signer, anchor, context)
    results.set(signer, isValid)
    return isValid
  }
}

/** The issuer, with the key that it has in this path, and those above it. They are judged where they stand. */
function * signersInPath ({ path, index, issuer, issuerKey }: PathElement) {
  if (issuer !== null && issuerKey !== null) yield { certificate: issuer, key: issuerKey }
  for (const certificate of path.certificates.slice(index + 2)) yield { certificate, key: certificate }
}

/** The names, and cRLSign where there is a keyUsage. */
function mayHaveSigned ({ subject, keyUsage }: Certificate, { issuer }: CertificateRevocationList): boolean {
  return (keyUsage === null || (keyUsage & KeyUsage.cRLSign) !== 0) && subject.equals(issuer)
}

/**
 * A CRL issuer may speak of its own certificate where the CA names it there for that (PKITS 4.14.30): its path is the
 * one that is being judged.
 */
function isAppointed (signer: Certificate, { cRLIssuer }: DistributionPoint, { certificate }: PathElement): boolean {
  return signer === certificate && cRLIssuer !== null
}
