import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { walkRelativeDistinguishedName } from '../../../lib/trust/names/relative-distinguished-name.js'
import { attribute, element, set, utf8 } from '../../support/der.js'

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
