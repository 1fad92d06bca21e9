import t from 'tap'
import { halfSipHash } from '../../lib/trust/half-sip-hash.js'

const bytes = Uint8Array.from({ length: 64 }, (_, index) => index)

t.test('the same octets have the same hash wherever they are', async (t) => {
  for (let length = 0; length <= 20; length++) {
    const moved = new Uint8Array(64)
    moved.set(bytes.subarray(0, length), 30)
    t.equal(halfSipHash(bytes, 0, length, 5), halfSipHash(moved, 30, 30 + length, 5))
  }
})

t.test('each octet, the length and the seed count', async (t) => {
  const hashes = new Set<number>()
  for (let length = 0; length <= 20; length++) {
    hashes.add(halfSipHash(new Uint8Array(20), 0, length, 0))
    for (let at = 0; at < length; at++) {
      const changed = new Uint8Array(length)
      changed[at] = 0x80
      hashes.add(halfSipHash(changed, 0, length, 0))
    }
  }
  hashes.add(halfSipHash(new Uint8Array(20), 0, 20, 1))
  // 232 hashes of 32 bits: two are the same once in 160 000 runs, three never
  t.ok(hashes.size >= 231, `${hashes.size} of 232`)
})

t.test('consecutive numbers fill a table evenly', async (t) => {
  const counts = new Uint32Array(256)
  for (let number = 0; number < 25_600; number++) {
    counts[halfSipHash(Buffer.of(number >> 8, number & 0xff), 0, 2, 0) & 0xff]!++
  }
  // 100 in each on average, with a standard deviation of 10: eight of them happen once in 10^12 runs
  t.ok(counts.every((count) => count > 20 && count < 180), `${Math.min(...counts)} to ${Math.max(...counts)}`)
})
