import t from 'tap'
import { trustWords, wordsOf } from '../../../lib/command/explain/trust-words.js'
import { CertTrust } from '../../../lib/trust/status.js'

t.test('every bit has words', async (t) => {
  t.same(Object.keys(trustWords), Object.keys(CertTrust))
})

t.test('names without words are left out, those that every object has among them', async (t) => {
  t.match(wordsOf(['IS_REVOKED', '0x40000000', 'constructor', 'namesOf']), [{ name: 'IS_REVOKED', meaning: /revoked/ }])
  t.equal(wordsOf(['constructor']).length, 0)
})
