import t from 'tap'
import { isWellFormed } from '../../../lib/trust/der/is-well-formed.js'
import { octets } from '../../support/der.js'

const five = octets('020105')

t.test('what is read to its end is well-formed', async (t) => {
  t.equal(isWellFormed(five, (cursor) => { cursor.integer() }), true)
})

t.test('what can not be read is not, nor is what has something behind it', async (t) => {
  t.equal(isWellFormed(five, (cursor) => { cursor.boolean() }), false)
  t.equal(isWellFormed(Buffer.concat([five, five]), (cursor) => { cursor.integer() }), false)
})

t.test('a fault of the program is not taken for one of the DER', async (t) => {
  t.throws(() => isWellFormed(five, () => { throw new RangeError('ours') }), RangeError)
})
