import t from 'tap'
import { constructed, primitive, Tag } from '../../../lib/trust/der/tags.js'

t.test('identifier octets are those of X.690 §8.1.2', async (t) => {
  t.equal(Tag.SEQUENCE, 0x30)
  t.equal(Tag.SET, 0x31)
  t.equal(primitive(2), 0x82)
  t.equal(constructed(3), 0xa3)
})
