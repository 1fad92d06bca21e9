import type { PathContext, PathElement } from '../../path/path.js'
import type { Dated } from '../../path/unchanging-period.js'
import type { RevocationAnswer, RevocationAnswers } from '../revocation-answer.js'
import type { OcspPool, OcspStatement } from './ocsp-pool.js'
import type { IssuedElement, OcspResponders } from './ocsp-responders.js'
import type { CertificateStatus, SingleResponse } from './single-response.js'

/** Of two answers of one moment the one that allows less counts. */
const precedence: Readonly<Record<CertificateStatus, number>> = { revoked: 0, unknown: 1, good: 2 }

/** What OCSP responses say about the certificates of paths (RFC 6960 §3.2), for one question to the engine. */
export class OcspAnswers implements RevocationAnswers {
  readonly #pools: readonly OcspPool[]
  readonly #responders: OcspResponders
  /** Milliseconds. */
  readonly #clockSkew: number
  readonly #answers = new WeakMap<PathElement, RevocationAnswer>()
  readonly #considered = new Set<Dated>()

  constructor (pools: readonly OcspPool[], responders: OcspResponders, clockSkew: number) {
    this.#pools = pools
    this.#responders = responders
    this.#clockSkew = clockSkew
  }

  /** All that was looked at: answers, with the time that they are good for, and certificates of responders. */
  get considered (): Iterable<Dated> {
    return [...this.#considered, ...this.#responders.considered]
  }

  answerFor (element: PathElement, context: PathContext): RevocationAnswer {
    let answer = this.#answers.get(element)
    if (answer === undefined) {
      answer = hasIssuer(element) ? this.#find(element, context) : 'unknown'
      this.#answers.set(element, answer)
    }
    return answer
  }

  /**
   * The newest answer counts (a certificate that was on hold may be good again). One that is stale, or whose signature
   * is weak, counts only if it revokes.
   */
  #find (element: IssuedElement, context: PathContext): RevocationAnswer {
    for (const { response, single } of this.#statementsOn(element, context)) {
      const isRevoked = single.status === 'revoked'
      if (!isRevoked && context.time > single.nextUpdate + this.#clockSkew) continue
      const signature = this.#responders.signatureOf(response, element, context)
      if (signature === 'strong' || (isRevoked && signature === 'weak')) return answerOf(single)
    }
    return 'unknown'
  }

  /** Those that are in force already (RFC 6960 §4.2.2.1), the newest first. */
  #statementsOn ({ certificate, issuerKey }: IssuedElement, { time }: PathContext): readonly OcspStatement[] {
    const statements = this.#pools.flatMap((pool) => pool.about(certificate, issuerKey))
    for (const { single: { thisUpdate, nextUpdate } } of statements) {
      this.#considered.add({ thisUpdate: thisUpdate - this.#clockSkew, nextUpdate: nextUpdate + this.#clockSkew })
    }
    return statements
      .filter(({ single }) => single.thisUpdate - this.#clockSkew <= time)
      .sort(({ single: a }, { single: b }) =>
        b.thisUpdate - a.thisUpdate || precedence[a.status] - precedence[b.status])
  }
}

function answerOf ({ status, revocation }: SingleResponse): RevocationAnswer {
  if (revocation !== null) return Object.freeze({ ...revocation, source: 'ocsp' })
  return status === 'good' ? 'good' : 'unknown'
}

function hasIssuer (element: PathElement): element is IssuedElement {
  return element.issuerKey !== null
}
