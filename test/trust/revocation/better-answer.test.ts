import t from 'tap'
import type { PathContext, PathElement } from '../../../lib/trust/path/path.js'
import { BetterAnswer } from '../../../lib/trust/revocation/better-answer.js'
import type { RevocationAnswer } from '../../../lib/trust/revocation/revocation-answer.js'

const element = {} as PathElement
const context = {} as PathContext

for (const [answers, expected] of [
  [[], 'unknown'],
  [['unknown', 'unknown'], 'unknown'],
  [['good', 'unknown'], 'good'],
  [['unknown', 'good'], 'good'],
  [['good', 'good'], 'good'],
  [['good', 'revoked'], 'revoked'],
  [['revoked', 'good'], 'revoked'],
  [['unknown', 'revoked'], 'revoked']
] as ReadonlyArray<readonly [RevocationAnswer[], RevocationAnswer]>) {
  t.test(`${answers.join(' and ') || 'nothing'} is ${expected}`, async (t) => {
    const sources = answers.map((answer) => ({ answerFor: () => answer }))
    t.equal(new BetterAnswer(sources).answerFor(element, context), expected)
  })
}
