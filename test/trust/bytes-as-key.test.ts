import { createHash } from 'node:crypto'
import t from 'tap'
import { bytesAsKey, digestAsKey } from '../../lib/trust/bytes-as-key.js'

t.test('bytes become a key that tells all of them apart', async (t) => {
  const all = Uint8Array.from({ length: 256 }, (_, octet) => octet)
  t.equal(new Set([...all].map((octet) => bytesAsKey(Uint8Array.of(octet)))).size, 256)
  t.equal(bytesAsKey(all.subarray(65, 68)), 'ABC')
})

t.test('a digest is the SHA-256 in 32 characters', async (t) => {
  const bytes = Buffer.from('abc')
  t.equal(digestAsKey(bytes), createHash('sha256').update(bytes).digest('binary'))
  t.equal(digestAsKey(bytes).length, 32)
})
