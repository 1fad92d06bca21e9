import t from 'tap'
import { DerError } from '../../../lib/trust/der/der-error.js'

t.test('a DerError says where the fault lies', async (t) => {
  const error = new DerError('length not minimal', 7)
  t.equal(error.name, 'DerError')
  t.equal(error.offset, 7)
  t.equal(error.message, 'length not minimal at offset 7')
})

t.test('malformed input passes, a fault of our own is thrown on', async (t) => {
  const ours = new RangeError('ours')
  t.doesNotThrow(() => DerError.assert(new DerError('theirs', 0)))
  t.throws(() => DerError.assert(ours), ours)
})
