import type { PathContext, PathElement } from '../path/path.js'
import type { Dated } from '../path/unchanging-period.js'
import type { Revocation } from './revocation.js'

/** What is known about the revocation of a certificate. `unknown`: there is no answer that could be relied upon. */
export type RevocationAnswer = 'good' | 'unknown' | Revocation

/** Something that answers for the certificates of paths. */
export interface RevocationAnswers {
  answerFor (element: PathElement, context: PathContext): RevocationAnswer
  /** All that was looked at, with the time that it is good for. */
  readonly considered: Iterable<Dated>
}

/** The certificate is revoked. */
export function isRevocation (answer: RevocationAnswer): answer is Revocation {
  return typeof answer === 'object'
}
