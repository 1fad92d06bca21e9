import t, { type Test } from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { element, octets } from '../../support/der.js'

const cursor = (bytes: string | Uint8Array): DerCursor => new DerCursor(octets(bytes))

function refused (t: Pick<Test, 'throws'>, read: (cursor: DerCursor) => unknown, cases: Record<string, string>): void {
  for (const [why, bytes] of Object.entries(cases)) t.throws(() => read(cursor(bytes)), DerError, why)
}

t.test('elements are read one after the other', async (t) => {
  const der = cursor('0403 616263 0500')
  t.equal(der.peek(), 0x04)
  t.strictSame(Buffer.from(der.any().content()).toString(), 'abc')
  t.strictSame(octets(der.element()), octets('0403616263'))
  t.ok(der.hasNext())
  t.strictSame(octets(der.expect(0x05).element()), octets('0500'))
  t.strictSame(octets(der.elementFrom(0)), octets('04036162630500'))
  t.notOk(der.hasNext())
  t.equal(der.peek(), -1)
  der.finish()
})

t.test('an element is entered and left at its end only', async (t) => {
  const der = cursor('3007 3003 020105 0500 0101ff')
  const outer = der.enter(0x30)
  const inner = der.enter(0x30)
  t.strictSame(octets(der.integer()), octets('05'))
  der.leave(inner)
  t.throws(() => der.leave(outer), { name: 'DerError', message: 'trailing bytes at offset 7' })
  der.expect(0x05)
  der.leave(outer)
  t.throws(() => der.finish(), DerError)
  t.equal(der.boolean(), true)
  der.finish()
})

t.test('lengths are definite and minimal', async (t) => {
  for (const length of [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff]) {
    t.equal(cursor(element(0x04, Buffer.alloc(length))).any().content().length, length)
  }
  t.equal(cursor(octets('0483 010000', Buffer.alloc(0x10000))).any().content().length, 0x10000)
  refused(t, (der) => der.any(), {
    nothing: '',
    'no length': '04',
    'content cut short': '040261',
    'length cut short': '048201',
    'indefinite length': '3080 0500 0000',
    'reserved length octet': '04ff00',
    'five length octets': '0485 0000000001 61',
    'short length in the long form': '048101 61',
    'leading zero in the length': '04820001 61',
    'a length far beyond the input': '0484ffffffff 61',
    'a tag number above 30': '1f2000'
  })
})

t.test('an element can\'t reach beyond the one around it', async (t) => {
  const der = cursor('3003 0402 61 62')
  der.enter(0x30)
  t.throws(() => der.any(), DerError)
})

t.test('another tag is refused', async (t) => {
  refused(t, (der) => der.expect(0x04), { 'constructed OCTET STRING': '2403 040161', INTEGER: '020101' })
})

t.test('BOOLEAN is 00 or FF', async (t) => {
  t.equal(cursor('0101ff').boolean(), true)
  t.equal(cursor('010100').boolean(), false)
  t.equal(cursor('8001ff').boolean(0x80), true)
  refused(t, (der) => der.boolean(), { 'any other value': '010101', empty: '0100', 'too long': '0102ffff' })
})

t.test('INTEGER has as few octets as can be', async (t) => {
  for (const content of ['00', '7f', '80', 'ff', '0080', 'ff7f', '00ffffffffffffffffffff']) {
    t.strictSame(octets(cursor(element(0x02, content)).integer()), octets(content))
  }
  refused(t, (der) => der.integer(), { empty: '0200', 'a zero too many': '0202007f', 'a sign too many': '0202ff80' })
})

t.test('an unsigned INTEGER becomes a number, a huge one the largest', async (t) => {
  t.equal(cursor('020100').unsigned(), 0)
  t.equal(cursor('02020100').unsigned(), 256)
  t.equal(cursor('820105').unsigned(0x82), 5)
  t.equal(cursor('02071fffffffffffff').unsigned(), Number.MAX_SAFE_INTEGER)
  t.equal(cursor('020720000000000000').unsigned(), Number.MAX_SAFE_INTEGER)
  t.equal(cursor(element(0x02, '7f', Buffer.alloc(5000))).unsigned(), Number.MAX_SAFE_INTEGER)
  refused(t, (der) => der.unsigned(), { 'below zero': '0201ff' })
})

t.test('BIT STRING has 0 to 7 unused bits, all zero', async (t) => {
  const der = cursor('030205a0')
  t.equal(der.bitString(), 5)
  t.strictSame(octets(der.content()), octets('a0'))
  t.equal(cursor('030100').bitString(), 0)
  t.equal(cursor('810200ff').bitString(0x81), 0)
  refused(t, (der) => der.bitString(), {
    empty: '0300',
    'eight unused bits': '03020800',
    'unused bits of nothing': '030101',
    'an unused bit that is set': '030205b0'
  })
})

t.test('a BIT STRING of octets has no unused bits', async (t) => {
  t.strictSame(octets(cursor('0303 00 abcd').expectOctets().content()), octets('abcd'))
  refused(t, (der) => der.expectOctets(), { 'unused bits': '030204a0' })
})

t.test('OCTET STRING and OBJECT IDENTIFIER are read under their own or another tag', async (t) => {
  t.strictSame(octets(cursor('040161').octetString()), octets('61'))
  t.strictSame(octets(cursor('800161').octetString(0x80)), octets('61'))
  t.equal(cursor('0603551d13').objectIdentifier(), '2.5.29.19')
  t.equal(cursor('8803551d13').objectIdentifier(0x88), '2.5.29.19')
})

t.test('a time is UTCTime or GeneralizedTime', async (t) => {
  t.equal(cursor(element(0x17, Buffer.from('260101000000Z'))).time(), Date.UTC(2026, 0, 1))
  t.equal(cursor(element(0x18, Buffer.from('20510101000000Z'))).time(), Date.UTC(2051, 0, 1))
  refused(t, (der) => der.time(), { 'an INTEGER': '020101' })
})
