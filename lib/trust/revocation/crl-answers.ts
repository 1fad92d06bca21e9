import type { Certificate } from '../certificate/certificate.js'
import type { Name } from '../names/name.js'
import type { PathContext, PathElement } from '../path/path.js'
import { hasWeakHash } from '../signature/weakness.js'
import type { SigningKey } from '../signature/signing-key.js'
import type { CertificateRevocationList } from './certificate-revocation-list.js'
import type { CrlPool } from './crl-pool.js'
import { ALL_REASONS, crlIssuersOf, distributionPointsOf, isInScope, reasonsOf } from './crl-scope.js'
import { isSupersededBy, type CrlStatement } from './crl-statement.js'
import type { CrlSigners } from './crl-signers.js'
import { fits } from './delta.js'
import type { Revocation } from './revocation.js'
import { isRevocation, type RevocationAnswer, type RevocationAnswers } from './revocation-answer.js'

/** What CRLs say about the certificates of paths: RFC 5280 §6.3, for one question to the engine. */
export class CrlAnswers implements RevocationAnswers {
  readonly #pools: readonly CrlPool[]
  readonly #signers: CrlSigners
  readonly #answers = new WeakMap<PathElement, RevocationAnswer>()
  readonly #considered = new Set<CertificateRevocationList>()

  constructor (pools: readonly CrlPool[], signers: CrlSigners) {
    this.#pools = pools
    this.#signers = signers
  }

  /** All those that were looked at. */
  get considered (): Iterable<CertificateRevocationList> {
    return this.#considered
  }

  answerFor (element: PathElement, context: PathContext): RevocationAnswer {
    let answer = this.#answers.get(element)
    if (answer === undefined) this.#answers.set(element, answer = this.#find(element, context))
    return answer
  }

  /**
   * RFC 5280 §6.3.3: the reasons that CRLs answer for are gathered until there is one for each.
   *
   * Departure: the RFC stops there, or at the first CRL that is in scope. Here all of them are heard, except those that
   * a newer one replaces: where a CA has several keys, each may sign a list of its own, and one that revokes counts.
   */
  #find (element: PathElement, context: PathContext): RevocationAnswer {
    const statements = this.#statementsFor(element, context)
    let covered = 0
    for (const statement of statements) {
      if (statements.some((other) => isSupersededBy(statement, other))) continue
      const answer = this.#answerOf(statement, element, context)
      if (isRevocation(answer)) return answer
      if (answer === 'good') covered |= statement.reasons
    }
    return covered === ALL_REASONS ? 'good' : 'unknown'
  }

  /** RFC 5280 §6.3.3(b), (d), (f), (g): signed complete CRLs that speak of the certificate. */
  #statementsFor (element: PathElement, context: PathContext): readonly CrlStatement[] {
    const { certificate } = element
    return distributionPointsOf(certificate).flatMap((point) =>
      crlIssuersOf(certificate, point).flatMap((issuer) => this.#issuedBy(issuer, context))
        .filter((crl) => !crl.isDelta && isInScope(crl, certificate, point))
        .flatMap((crl) => {
          const key = this.#signers.keyOf(crl, point, element, context)
          return key === null ? [] : { crl, key, reasons: reasonsOf(crl, point) }
        }))
  }

  /** RFC 5280 §6.3.3(i)-(k). A list that is stale still revokes, but nobody is good for not being on it. */
  #answerOf ({ crl, key }: CrlStatement, { certificate }: PathElement, context: PathContext): RevocationAnswer {
    const { serialNumberBytes, issuer } = certificate
    const delta = this.#newestDelta(crl, key, context)
    const change = delta?.revokedCertificates.listing(serialNumberBytes, issuer) ?? 'absent'
    if (delta !== null && change === 'revoked') return revocationIn(delta, certificate)
    const isRemoved = change === 'removed' && delta !== null && isReliable(delta, context)
    if (!isRemoved && crl.revokedCertificates.listing(serialNumberBytes, issuer) === 'revoked') {
      return revocationIn(crl, certificate)
    }
    return isReliable(crl, context) ? 'good' : 'unknown'
  }

  /** RFC 5280 §6.3.3(c), (h) */
  #newestDelta (
    complete: CertificateRevocationList,
    key: SigningKey,
    context: PathContext
  ): CertificateRevocationList | null {
    const deltas = this.#issuedBy(complete.issuer, context)
      .filter((crl) => fits(crl, complete) && context.signatures.isSignedBy(crl, key))
      .sort((a, b) => a.extensions.cRLNumber! < b.extensions.cRLNumber! ? 1 : -1)
    return deltas[0] ?? null
  }

  /** Those that are in force already. */
  #issuedBy (name: Name, { time }: PathContext): CertificateRevocationList[] {
    const crls = this.#pools.flatMap((pool) => pool.issuedBy(name))
    for (const crl of crls) this.#considered.add(crl)
    return crls.filter(({ thisUpdate }) => thisUpdate <= time)
  }
}

function revocationIn ({ revokedCertificates }: CertificateRevocationList, certificate: Certificate): Revocation {
  const { serialNumberBytes, issuer } = certificate
  return Object.freeze({ ...revokedCertificates.revokedInfo(serialNumberBytes, issuer), source: 'crl' })
}

/**
 * Who is not on the list may be held to be good: it is fresh, no entry has an extension that must be understood and is
 * not (RFC 5280 §5.3), and nobody could have forged it.
 */
function isReliable (crl: CertificateRevocationList, { time, strength }: PathContext): boolean {
  return time <= crl.nextUpdate && crl.revokedCertificates.areUnderstood &&
    !hasWeakHash(crl.signatureAlgorithm, strength)
}
