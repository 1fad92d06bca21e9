import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { isWellFormed, isWellFormedContent } from '../../../lib/trust/der/is-well-formed.js'
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
  const cursor = new DerCursor(five).any()
  t.throws(() => isWellFormedContent(cursor, () => { throw new RangeError('ours') }, null), RangeError)
})

t.test('behind what an element contains, well-formed or not, the cursor stands behind the element', async (t) => {
  const integers = (cursor: DerCursor, count: number): void => {
    for (let index = 0; index < count; index++) cursor.integer()
  }
  for (const [count, expected] of [[1, false], [2, true], [3, false]] as const) {
    const cursor = new DerCursor(Buffer.concat([octets('0406'), five, five, five])).any()
    t.equal(isWellFormedContent(cursor, integers, count), expected, `${count} of 2`)
    t.same([cursor.position, cursor.end], [8, 11])
  }
})
