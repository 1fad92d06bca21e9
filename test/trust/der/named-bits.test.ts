import t from 'tap'
import { readNamedBits } from '../../../lib/trust/der/named-bits.js'
import { bitString, element } from '../../support/der.js'
import { allRefused, readAll } from '../../support/reading.js'

for (const [name, der, bits] of [
  ['no bit', bitString(0), 0],
  ['the first one', bitString(7, '80'), 1 << 0],
  ['the last of an octet', bitString(0, '01'), 1 << 7],
  ['the ninth', bitString(7, '0080'), 1 << 8],
  ['zero bits at the end', bitString(0, '0600'), 1 << 5 | 1 << 6]
] as const) {
  t.test(`${name}: ${bits.toString(2)}`, async (t) => {
    t.equal(readAll(readNamedBits, der), bits)
  })
}

t.test('under another tag', async (t) => {
  t.equal(readAll((cursor) => readNamedBits(cursor, 0x81), element(0x81, '0560')), 1 << 1 | 1 << 2)
})

t.test('anything else is malformed', async (t) => {
  allRefused(t, readNamedBits, { 'unused bits set': bitString(4, 'ff'), 'another type': element(0x04, '00') })
})
