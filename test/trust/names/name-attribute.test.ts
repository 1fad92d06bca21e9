import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { NameAttribute } from '../../../lib/trust/names/name-attribute.js'
import { integer, octets, text, utf8 } from '../../support/der.js'

t.test('an attribute has its type, and the text and the DER of the value that was read last', async (t) => {
  for (const [value, expected] of [[utf8('Zoë'), 'Zoë'], [text(0x13, 'Zo\xeb'), null]] as const) {
    const cursor = new DerCursor(Buffer.concat([integer('05'), value, integer('06')]))
    cursor.any()
    cursor.any()
    const attribute = new NameAttribute('2.5.4.3', cursor)
    cursor.any()
    t.equal(attribute.type, '2.5.4.3')
    t.equal(attribute.value, expected)
    t.equal(attribute.tag, value[0])
    t.strictSame(octets(attribute.der), value)
  }
})
