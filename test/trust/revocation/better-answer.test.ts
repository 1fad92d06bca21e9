import t from 'tap'
import type { PathContext, PathElement } from '../../../lib/trust/path/path.js'
import { BetterAnswer } from '../../../lib/trust/revocation/better-answer.js'
import type { Revocation } from '../../../lib/trust/revocation/revocation.js'
import { isRevocation, type RevocationAnswer } from '../../../lib/trust/revocation/revocation-answer.js'

const byCrl: Revocation = { time: 0, reason: null, source: 'crl' }
const byOcsp: Revocation = { time: 0, reason: 'keyCompromise', source: 'ocsp' }
const element = {} as PathElement
const context = {} as PathContext

for (const [answers, expected] of [
  [[], 'unknown'],
  [['unknown', 'unknown'], 'unknown'],
  [['good', 'unknown'], 'good'],
  [['unknown', 'good'], 'good'],
  [['good', 'good'], 'good'],
  [['good', byOcsp], byOcsp],
  [[byCrl, 'good'], byCrl],
  [['unknown', byOcsp], byOcsp],
  [[byCrl, byOcsp], byCrl]
] as ReadonlyArray<readonly [RevocationAnswer[], RevocationAnswer]>) {
  const nameOf = (answer: RevocationAnswer): string => isRevocation(answer) ? `revoked (${answer.source})` : answer
  t.test(`${answers.map(nameOf).join(' and ') || 'nothing'} is ${nameOf(expected)}`, async (t) => {
    const sources = answers.map((answer) => ({ answerFor: () => answer, considered: [] }))
    t.equal(new BetterAnswer(sources).answerFor(element, context), expected)
  })
}
