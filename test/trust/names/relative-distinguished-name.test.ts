import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { walkRelativeDistinguishedName } from '../../../lib/trust/names/relative-distinguished-name.js'
import { attribute, bitString, element, integer, octetString, sequence, set, text, utf8 } from '../../support/der.js'

function types (der: Buffer, tag?: number): string[] {
  const found: string[] = []
  walkRelativeDistinguishedName(new DerCursor(der), (type) => found.push(type), tag)
  return found
}

const a = attribute('2.5.4.3', utf8('a'))
const b = attribute('2.5.4.3', utf8('b'))
const long = attribute('2.5.4.3', utf8('long'))

t.test('attributes are visited in encoded order', async (t) => {
  t.strictSame(types(set(a)), ['2.5.4.3'])
  t.strictSame(types(set(a, b, long)), ['2.5.4.3', '2.5.4.3', '2.5.4.3'])
  t.strictSame(types(element(0xa1, a, b), 0xa1), ['2.5.4.3', '2.5.4.3'], 'under an implicit tag')
})

t.test('a SET OF in another order is no DER', async (t) => {
  for (const der of [set(b, a), set(long, a), set(a, long, b)]) t.throws(() => types(der), DerError)
})

t.test('an empty SET is refused', async (t) => {
  t.throws(() => types(set()), DerError)
})

t.test('values are strings, bits or sequences', async (t) => {
  for (const value of [utf8('ü'), text(0x16, 'a'), text(0x14, 'ü'), bitString(0, '05'), sequence(integer('05'))]) {
    t.strictSame(types(set(attribute('2.5.4.3', value))), ['2.5.4.3'], `tag ${value[0]}`)
  }
})

t.test('a value that OpenSSL does not parse is refused', async (t) => {
  const cases: Record<string, Buffer> = {
    'no UTF-8': element(0x0c, 'c3'),
    'half a character': element(0x1e, '006100'),
    'beyond Unicode': element(0x1c, '00110000'),
    'an INTEGER': integer('05'),
    'an OCTET STRING': octetString('61'),
    'a VisibleString': text(0x1a, 'a'),
    'a constructed string': element(0x2c, utf8('a')),
    'a BIT STRING with nine unused bits': bitString(9, '00'),
    'a private type': text(0xcc, 'a'),
    'a context-specific type': text(0x8c, 'a')
  }
  for (const [why, value] of Object.entries(cases)) {
    t.throws(() => types(set(attribute('2.5.4.3', value))), DerError, why)
  }
})
