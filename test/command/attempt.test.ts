import t from 'tap'
import { attempt } from '../../lib/command/attempt.js'

t.test('a complaint is told, another error is passed on', async (t) => {
  t.same(attempt(() => 5), { value: 5 })
  const cause = new TypeError('wrong')
  t.same(attempt(() => { throw cause }), { complaint: 'wrong', cause })
  t.throws(() => attempt(() => { throw new RangeError('broken') }), new RangeError('broken'))
})
