import t from 'tap'
import { answerCures, curesOf } from '../../../lib/command/explain/answer-words.js'
import { answers } from '../../../lib/errors.js'

t.test('every answer has a cure', async (t) => {
  t.same(Object.keys(answerCures), Object.keys(answers))
})

t.test('codes of other versions have none, nor what every object has', async (t) => {
  t.match(curesOf('FST_CE_CERT_TIME'), [/^renew/])
  for (const code of [null, 'FST_CE_OTHER', 'constructor']) t.same(curesOf(code), [], String(code))
})
