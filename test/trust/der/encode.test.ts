import t from 'tap'
import { encodeElement } from '../../../lib/trust/der/encode.js'

for (const [length, header] of [[0, '0400'], [127, '047f'], [128, '048180'], [255, '0481ff'], [256, '04820100']] as const) {
  t.test(`${length} octets have the header ${header}`, async (t) => {
    const contents = [new Uint8Array(length >> 1), new Uint8Array(length - (length >> 1))]
    const element = encodeElement(4, ...contents)
    t.equal(Buffer.from(element).toString('hex'), header + '00'.repeat(length))
  })
}
