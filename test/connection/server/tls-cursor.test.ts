import t from 'tap'
import { TlsCursor } from '../../../lib/connection/server/tls-cursor.js'

t.test('numbers, octets and vectors come one after the other', async (t) => {
  const cursor = new TlsCursor(Buffer.from([1, 2, 3, 4, 5, 6, 0, 2, 7, 8, 9]))
  t.equal(cursor.number(1), 1)
  t.equal(cursor.number(2), 0x0203)
  t.same(cursor.octets(3), Buffer.from([4, 5, 6]))
  const vector = cursor.vector(2)
  t.same(vector.rest(), Buffer.from([7, 8]))
  t.ok(vector.isAtEnd)
  t.doesNotThrow(() => { vector.end() })
  t.notOk(cursor.isAtEnd)
  t.throws(() => { cursor.end() }, RangeError)
  t.same(cursor.rest(), Buffer.from([9]))
  t.equal(cursor.rest().length, 0)
})

t.test('what is not there is a RangeError', async (t) => {
  const cursor = () => new TlsCursor(Buffer.from([0, 3, 1, 2]))
  t.throws(() => cursor().vector(2), RangeError)
  t.throws(() => cursor().octets(5), RangeError)
  t.throws(() => new TlsCursor(Buffer.alloc(0)).number(1), RangeError)
  t.throws(() => new TlsCursor(Buffer.alloc(1)).vector(2), RangeError)
})
