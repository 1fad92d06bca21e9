import t from 'tap'
import { isRevocation } from '../../../lib/trust/revocation/revocation-answer.js'

t.test('what revokes is told from what does not', async (t) => {
  t.equal(isRevocation({ time: 0, reason: null, source: 'crl' }), true)
  t.equal(isRevocation('good'), false)
  t.equal(isRevocation('unknown'), false)
})
