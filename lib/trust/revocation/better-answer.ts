import type { PathContext, PathElement } from '../path/path.js'
import type { Dated } from '../path/unchanging-period.js'
import type { RevocationAnswer, RevocationAnswers } from './revocation-answer.js'

/** CRLs and OCSP together: what one of them revokes is revoked; else good is what one of them knows to be good. */
export class BetterAnswer implements RevocationAnswers {
  readonly #sources: readonly RevocationAnswers[]

  constructor (sources: readonly RevocationAnswers[]) {
    this.#sources = sources
  }

  get considered (): Iterable<Dated> {
    return this.#sources.flatMap(({ considered }) => [...considered])
  }

  answerFor (element: PathElement, context: PathContext): RevocationAnswer {
    const answers = this.#sources.map((source) => source.answerFor(element, context))
    if (answers.includes('revoked')) return 'revoked'
    return answers.includes('good') ? 'good' : 'unknown'
  }
}
