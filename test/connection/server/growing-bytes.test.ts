import t from 'tap'
import { GrowingBytes } from '../../../lib/connection/server/growing-bytes.js'

for (const size of [1, 2, 7, 100, 255, 256]) {
  t.test(`pieces of ${size} make the whole`, async (t) => {
    const whole = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    const bytes = new GrowingBytes()
    for (let start = 0; start < whole.length; start += size) bytes.append(whole.subarray(start, start + size))
    t.equal(bytes.length, 256)
    t.same(bytes.from(0), whole)
    t.same(bytes.from(250), whole.subarray(250))
    t.equal(bytes.from(256).length, 0)
  })
}

t.test('at first there is nothing, and nothing adds nothing', async (t) => {
  const bytes = new GrowingBytes()
  bytes.append(Buffer.alloc(0))
  t.equal(bytes.length, 0)
  t.equal(bytes.from(0).length, 0)
})
