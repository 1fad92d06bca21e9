import type { PathContext, PathElement } from '../path/path.js'
import type { Dated } from '../path/unchanging-period.js'
import { isRevocation, type RevocationAnswer, type RevocationAnswers } from './revocation-answer.js'

/**
 * CRLs and OCSP together: what one of them revokes is revoked, in the words of the first that does; else good is what
 * one of them knows to be good.
 */
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
    return answers.find(isRevocation) ?? (answers.includes('good') ? 'good' : 'unknown')
  }
}
