import t from 'tap'
import { Allowance } from '../../../lib/trust/path/allowance.js'

t.test('what there is can be taken, to the last', async (t) => {
  const allowance = new Allowance(5)
  t.ok(allowance.take(3))
  t.ok(allowance.take(2))
  t.ok(allowance.take(0))
  t.notOk(allowance.exceeded)
})

t.test('once more was asked for than there is, nothing is left', async (t) => {
  const allowance = new Allowance(5)
  t.notOk(allowance.take(6))
  t.ok(allowance.exceeded)
  t.notOk(allowance.take(1))
})
