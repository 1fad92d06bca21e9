import t from 'tap'
import { Tag } from '../../../lib/trust/der/tags.js'
import { decodeString, isStringType, isWellFormedString, readUtf8String } from '../../../lib/trust/names/string-types.js'
import { element, octets, text, utf8 } from '../../support/der.js'

const decode = (tag: number, content: string): string | null => decodeString(tag, octets(content))

t.test('a text is the same in every string type', async (t) => {
  for (const tag of [
    Tag.UTF8_STRING, Tag.PRINTABLE_STRING, Tag.NUMERIC_STRING, Tag.IA5_STRING, Tag.TELETEX_STRING
  ]) t.equal(decode(tag, '303120'), '01 ', `tag ${tag}`)
  t.equal(decode(Tag.BMP_STRING, '0030 0031 0020'), '01 ')
  t.equal(decode(Tag.UNIVERSAL_STRING, '00000030 00000031 00000020'), '01 ')
  t.equal(decode(Tag.UTF8_STRING, ''), '')
})

t.test('characters beyond ASCII are decoded as their type says', async (t) => {
  t.equal(decode(Tag.UTF8_STRING, 'c3bc f09f9880'), 'ü😀')
  t.equal(decode(Tag.UTF8_STRING, 'efbbbf 61'), '\ufeffa', 'a byte order mark is a character like any other')
  t.equal(decode(Tag.TELETEX_STRING, 'fc'), 'ü', 'ISO 8859-1')
  t.equal(decode(Tag.BMP_STRING, '00fc 20ac'), 'ü€')
  t.equal(decode(Tag.UNIVERSAL_STRING, '0001f600'), '😀')
  t.equal(decode(Tag.PRINTABLE_STRING, '2a 26 40 5f'), '*&@_', 'printable ASCII outside the repertoire')
})

t.test('octets that are not valid in their type have no text', async (t) => {
  const cases: Array<readonly [number, string, string]> = [
    [Tag.UTF8_STRING, 'c3', 'cut short'],
    [Tag.UTF8_STRING, 'c0af', 'overlong'],
    [Tag.UTF8_STRING, 'eda080', 'a surrogate'],
    [Tag.PRINTABLE_STRING, '610a', 'a control character'],
    [Tag.PRINTABLE_STRING, 'fc', 'beyond ASCII'],
    [Tag.PRINTABLE_STRING, '7f', 'delete'],
    [Tag.NUMERIC_STRING, '3161', 'a letter'],
    [Tag.NUMERIC_STRING, 'fc', 'beyond ASCII'],
    [Tag.IA5_STRING, '80', 'beyond ASCII'],
    [Tag.BMP_STRING, '006100', 'half a character'],
    [Tag.BMP_STRING, 'd83dde00', 'surrogates'],
    [Tag.UNIVERSAL_STRING, '00110000', 'beyond Unicode'],
    [Tag.UNIVERSAL_STRING, '0000d800', 'a surrogate'],
    [Tag.UNIVERSAL_STRING, '000061', 'three octets']
  ]
  for (const [tag, content, why] of cases) t.equal(decode(tag, content), null, `tag ${tag}: ${why}`)
})

t.test('a NUL is valid nowhere', async (t) => {
  for (const tag of [Tag.UTF8_STRING, Tag.PRINTABLE_STRING, Tag.IA5_STRING, Tag.TELETEX_STRING]) {
    t.equal(decode(tag, '6100 62'), null, `tag ${tag}`)
  }
  t.equal(decode(Tag.BMP_STRING, '0061 0000'), null)
})

t.test('what is no string type has no text', async (t) => {
  for (const tag of [Tag.INTEGER, Tag.OCTET_STRING, Tag.SEQUENCE, 0x2c]) {
    t.equal(decode(tag, '61'), null, `tag ${tag}`)
  }
})

t.test('a string is well-formed if its octets are characters of its type, ASCII or not', async (t) => {
  const cases: Array<readonly [number, string, boolean]> = [
    [Tag.UTF8_STRING, '61 00 c3bc f09f9880', true],
    [Tag.UTF8_STRING, 'c3', false],
    [Tag.UTF8_STRING, 'c0af', false],
    [Tag.UTF8_STRING, 'eda080', false],
    [Tag.BMP_STRING, '00fc 0000', true],
    [Tag.BMP_STRING, '006100', false],
    [Tag.BMP_STRING, 'd83dde00', false],
    [Tag.UNIVERSAL_STRING, '0001f600', true],
    [Tag.UNIVERSAL_STRING, '00110000', false],
    [Tag.UNIVERSAL_STRING, '000061', false],
    [Tag.PRINTABLE_STRING, 'fc00', true],
    [Tag.IA5_STRING, 'fc', true]
  ]
  for (const [tag, content, expected] of cases) {
    t.equal(isWellFormedString(tag, octets(content)), expected, `tag ${tag}: ${content}`)
  }
})

t.test('a UTF8String is read from its whole element, and nothing else is', async (t) => {
  t.equal(readUtf8String(utf8('ü')), 'ü')
  t.equal(readUtf8String(element(0x0c, 'c3')), null, 'not valid')
  t.equal(readUtf8String(text(0x16, 'a')), null, 'another type')
})

t.test('a type is one of strings or not', async (t) => {
  t.ok(isStringType(Tag.TELETEX_STRING))
  t.notOk(isStringType(Tag.BIT_STRING))
})
