import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { Name } from '../../../lib/trust/names/name.js'
import {
  attribute, bitString, commonName, element, integer, name, octets, sequence, set, text, utf8
} from '../../support/der.js'

const CN = '2.5.4.3'
const O = '2.5.4.10'
const DC = '0.9.2342.19200300.100.1.25'
const printable = (value: string): Buffer => text(0x13, value)

t.test('a name is read into RDNs and attributes', async (t) => {
  const der = sequence(set(attribute(O, utf8('Ä'))), set(attribute(CN, printable('b')), attribute(O, utf8('c'))))
  const decoded = Name.decode(der)
  t.strictSame(octets(decoded.der), der)
  t.notOk(decoded.isEmpty)
  t.strictSame(decoded.rdns.map((rdn) => rdn.map(({ type, value, tag }) => [type, value, tag])), [
    [[O, 'Ä', 0x0c]],
    [[CN, 'b', 0x13], [O, 'c', 0x0c]]
  ])
  t.strictSame(octets(decoded.rdns[1]![0]!.der), printable('b'))
  t.equal(decoded.rdns, decoded.rdns, 'once')
})

t.test('the empty name is a name', async (t) => {
  const empty = Name.decode(sequence())
  t.ok(empty.isEmpty)
  t.strictSame(empty.rdns, [])
  t.equal(empty.key, '')
  t.equal(empty.commonName, null)
  t.equal(String(empty), '')
})

t.test('a name is read out of the middle of other DER', async (t) => {
  const der = new DerCursor(octets(commonName('a'), integer('05')))
  t.strictSame(octets(Name.read(der).der), commonName('a'))
  t.strictSame(octets(der.integer()), octets('05'))
})

t.test('what is no Name is refused', async (t) => {
  const cases: Record<string, Buffer> = {
    'trailing bytes': octets(sequence(), '00'),
    'a SET around it': set(),
    'an RDN that is no SET': sequence(sequence(attribute(CN, utf8('a')))),
    'an empty RDN': sequence(set()),
    'an attribute without a value': sequence(set(sequence(octets('0603550403')))),
    'an attribute with two values': sequence(set(sequence(octets('0603550403'), utf8('a'), utf8('b')))),
    'a type that is no OID': sequence(set(sequence(integer('05'), utf8('a')))),
    'an RDN out of order': sequence(set(attribute(O, utf8('b')), attribute(CN, utf8('a'))))
  }
  for (const [why, der] of Object.entries(cases)) t.throws(() => Name.decode(der), DerError, why)
})

t.test('a name has 64 attributes at most, in one RDN or in many', async (t) => {
  const attributes = (count: number): Buffer[] => Array(count).fill(attribute(CN, utf8('a')))
  const inOne = (count: number): Buffer[] => [set(...attributes(count))]
  const inMany = (count: number): Buffer[] => attributes(count).map((one) => set(one))
  for (const rdns of [inOne, inMany]) {
    t.equal(Name.decode(sequence(...rdns(64))).rdns.flat().length, 64)
    t.throws(() => Name.decode(sequence(...rdns(65))), DerError)
  }
})

t.test('a long name is not kept decoded', async (t) => {
  const long = Name.decode(commonName('a'.repeat(256)))
  t.not(long.rdns, long.rdns)
  t.same(long.rdns, long.rdns)
})

t.test('names are the same whatever their string types, case and blanks (RFC 5280 §7.1)', async (t) => {
  const reference = Name.decode(name([O, printable('Good Company')], [CN, printable('CA 1')]))
  const same: Record<string, Buffer> = {
    UTF8String: name([O, utf8('Good Company')], [CN, utf8('CA 1')]),
    BMPString: name([O, printable('Good Company')], [CN, element(0x1e, '0043 0041 0020 0031')]),
    TeletexString: name([O, text(0x14, 'good company')], [CN, text(0x16, 'ca 1')]),
    'case and blanks': name([O, printable(' GOOD   company ')], [CN, utf8('ca  1')])
  }
  for (const [why, der] of Object.entries(same)) {
    const other = Name.decode(der)
    t.equal(other.key, reference.key, why)
    t.ok(other.equals(reference), why)
  }
  t.ok(reference.equals(Name.decode(reference.der)), 'the same bytes')
})

t.test('other names are others', async (t) => {
  const reference = Name.decode(name([O, utf8('a')], [CN, utf8('b')]))
  const others: Record<string, Buffer> = {
    'order of RDNs': name([CN, utf8('b')], [O, utf8('a')]),
    'one RDN of both': sequence(set(attribute(CN, utf8('b')), attribute(O, utf8('a')))),
    'an RDN less': name([O, utf8('a')]),
    'an RDN more': name([O, utf8('a')], [CN, utf8('b')], [CN, utf8('b')]),
    'another type': name([O, utf8('a')], [O, utf8('b')]),
    'another value': name([O, utf8('a')], [CN, utf8('c')]),
    'values that look like the key': name([O, utf8(`a${reference.key}`)], [CN, utf8('')])
  }
  const keys = Object.values(others).map((der) => Name.decode(der).key)
  t.equal(new Set([reference.key, ...keys]).size, keys.length + 1)
  for (const [why, der] of Object.entries(others)) t.notOk(reference.equals(Name.decode(der)), why)
})

t.test('a multi-valued RDN is a set', async (t) => {
  // DER puts the shorter first: the order differs, what is said does not
  const one = sequence(set(attribute(CN, utf8('a')), attribute(O, utf8('bb  c'))))
  const other = sequence(set(attribute(O, utf8('BB C')), attribute(CN, utf8('A       '))))
  t.equal(Name.decode(one).key, Name.decode(other).key)
})

t.test('a domain component is compared without case', async (t) => {
  t.ok(Name.decode(name([DC, text(0x16, 'Example')])).equals(Name.decode(name([DC, text(0x16, 'eXAMPLE')]))))
})

t.test('values that are no valid text are compared by their octets', async (t) => {
  const invalid = Name.decode(name([CN, element(0x16, '41c3')]))
  t.ok(invalid.equals(Name.decode(name([CN, element(0x16, '41c3')]))))
  t.notOk(invalid.equals(Name.decode(name([CN, element(0x16, '61c3')]))))
  t.notOk(invalid.equals(Name.decode(name([CN, element(0x14, '41c3')]))), 'the same octets of another type')
  t.notOk(invalid.equals(Name.decode(name([CN, utf8('#160241c3')]))), 'a text that looks like them')
  t.ok(Name.decode(name([CN, bitString(0, '05')])).equals(Name.decode(name([CN, bitString(0, '05')]))))
})

t.test('a name begins with the empty one, each of its beginnings, and itself', async (t) => {
  const base = Name.decode(name([O, utf8('a')]))
  const below = Name.decode(name([O, printable('A ')], [CN, utf8('b')]))
  t.strictSame(below.prefixKeys, ['', base.key, below.key])
  t.strictSame(Name.decode(name()).prefixKeys, [''])
})

t.test('the last commonName counts', async (t) => {
  const cases: Array<readonly [string, Buffer, string | null]> = [
    ['one', commonName('a'), 'a'],
    ['several RDNs', name([CN, utf8('a')], [CN, utf8('b')], [O, utf8('c')]), 'b'],
    ['in an RDN with others', sequence(set(attribute(CN, utf8('a')), attribute(O, utf8('b')))), 'a'],
    ['none', name([O, utf8('a')]), null],
    ['no valid string', name([CN, utf8('a')], [CN, element(0x16, 'c3')]), null],
    ['with a NUL', commonName('Issuer\0.evil'), null],
    ['two in one RDN', sequence(set(attribute(CN, utf8('a')), attribute(CN, utf8('b')))), null],
    ['that looks like two', commonName('a, CN=b'), 'a, CN=b'],
    ['as it is, not as it is compared', commonName('  A  b '), '  A  b '],
    ['empty', commonName(''), '']
  ]
  for (const [why, der, expected] of cases) t.equal(Name.decode(der).commonName, expected, why)
})
