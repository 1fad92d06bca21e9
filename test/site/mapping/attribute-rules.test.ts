import t from 'tap'
import { listOf, readAttributeRules } from '../../../lib/site/mapping/attribute-rules.js'
import { attribute, commonName, element, name, sequence, set, text, utf8 } from '../../support/der.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const CN = '2.5.4.3'
const OU = '2.5.4.11'

function holds (rules: unknown, subject: Buffer, denies = false): boolean {
  const leaf = shownCertificate({ subject })
  return readAttributeRules(rules, 'subject', denies, 'subject').every(({ facet, fits }) => fits(new Set(facet.valuesOf(leaf))))
}

t.test('a rule is about the whole value, but for a star at its ends', async (t) => {
  const without = (matchCriteria: string): object => ({ matchCriteria, compareCaseSensitive: false })
  for (const [rule, value, expected] of [
    ['Alice', 'Alice', true],
    ['Alice', 'alice', false],
    ['Alice', 'Alice B', false],
    ['Alice', ' Alice', false],
    ['Ali*', 'Alice', true],
    ['Ali*', 'Ali', true],
    ['Ali*', 'ali', false],
    ['Ali*', 'My Alice', false],
    ['*ice', 'Alice', true],
    ['*ice', 'Alice B', false],
    ['*lic*', 'Alice', true],
    ['*lic*', 'Alice B', true],
    ['*lic*', 'Bob', false],
    ['*', 'Alice', true],
    ['*', '', true],
    ['**', 'Alice', true],
    ['A.ice', 'Alice', false],
    ['[A-Z]*', 'Alice', false],
    [without('ALICE'), 'aLice', true],
    [without('STRASSE'), 'Straße', true],
    [without('alice  b'), ' Alice B ', true],
    [without('Ali*'), 'ALICE', true],
    [without('Alice *'), 'AliceEvil', false],
    [without('Alice *'), 'alice evil', true],
    [without('*ICE'), 'Alice', true],
    [without('*LIC*'), 'Alice', true],
    [without('*'), 'Alice', true],
    [without('Ali\uff0a'), 'Alice', false],
    [{ matchCriteria: 'Alice' }, 'alice', false],
    [{ matchCriteria: 'Ali*', compareCaseSensitive: true }, 'ali', false]
  ] as const) t.equal(holds({ CN: rule }, commonName(value)), expected, JSON.stringify([rule, value]))
})

t.test('an attribute is found by its name or its OID, and is no other', async (t) => {
  const subject = name(['2.5.4.10', utf8('Example')], ['1.2.840.113549.1.9.1', text(0x16, 'a@example.org')], ['1.2.3.4', utf8('x')])
  for (const key of ['O', 'o', '2.5.4.10']) t.ok(holds({ [key]: 'Example' }, subject), key)
  t.ok(holds({ emailaddress: 'a@*', '1.2.3.4': 'x' }, subject))
  t.notOk(holds({ OU: 'Example' }, subject))
  t.notOk(holds({ CN: '*' }, subject), 'one that is not there')
  t.notOk(holds({ '1.2.3': '*' }, subject), 'one whose OID begins alike')
  t.notOk(holds({ O: 'Example', C: 'CH' }, subject), 'all must hold')
})

t.test('any attribute of a type will do, in whichever RDN and order; several rules must all hold', async (t) => {
  for (const subject of [
    name([OU, utf8('Finance')], [OU, utf8('London')]),
    name([OU, utf8('London')], [OU, utf8('Finance')]),
    sequence(set(attribute(OU, utf8('London')), attribute(OU, utf8('Finance'))))
  ]) {
    t.ok(holds({ OU: 'Finance' }, subject))
    t.ok(holds({ OU: ['Finance', 'Lon*'] }, subject))
    t.notOk(holds({ OU: ['Finance', 'Paris'] }, subject))
  }
})

t.test('a value that can\'t be read fits only where it is to be denied', async (t) => {
  for (const value of [utf8('Alice\0.evil'), text(0x13, 'Alic\xe9'), element(0x03, '00ff')]) {
    const subject = name([CN, value])
    for (const rule of ['Alice*', '*', 'Alice\0.evil', 'Bob', { matchCriteria: 'x', compareCaseSensitive: false }]) {
      t.notOk(holds({ CN: rule }, subject), 'to be mapped')
      t.ok(holds({ CN: rule }, subject, true), 'to be denied')
      t.notOk(holds({ OU: rule }, subject, true), 'of another type')
    }
  }
  t.notOk(holds({ CN: 'Bob' }, commonName('Alice'), true))
})

t.test('all string types are read as text', async (t) => {
  const bmp = element(0x1e, Buffer.from('Zoë', 'utf16le').swap16())
  for (const value of [utf8('Zoë'), bmp, text(0x14, 'Zoë')]) t.ok(holds({ CN: 'Zoë' }, name([CN, value])))
})

t.test('a rule that asks for nothing, or that nobody can read, is a mistake', async (t) => {
  for (const [rules, message] of [
    [{}, /^subject: has no rule/],
    [[], /\[\] is not a plain object/],
    ['Alice', /'Alice' is not a plain object/],
    [null, /null is not a plain object/],
    [{ CN: '' }, /^subject\.CN: is empty/],
    [{ CN: ' ' }, /^subject\.CN: is empty/],
    [{ CN: [] }, /^subject\.CN: is an empty array/],
    [{ CN: ['Alice', ''] }, /^subject\.CN\[1\]: is empty/],
    [{ CN: undefined }, /undefined is not a plain object/],
    [{ CN: {} }, /^subject\.CN\.matchCriteria: undefined is not a string/],
    [{ CN: { matchCriteria: '' } }, /^subject\.CN\.matchCriteria: is empty/],
    [{ CN: { matchCriteria: 'x', compareCaseSensitive: 'false' } }, /compareCaseSensitive: 'false' is not true or false/],
    [{ CN: { match: 'x' } }, /unknown option 'match'; known are matchCriteria, compareCaseSensitive/],
    [{ CN: 'a*b' }, /^subject\.CN: 'a\*b' has a '\*' in its middle/],
    [{ CN: '*a*b*' }, /in its middle/],
    [{ CN: /Alice/ }, /is not a plain object/],
    [{ commonname: 'x' }, /^subject: unknown attribute 'commonname'; give its OID, or one of CN, SN, serialNumber/],
    [{ '3.5.4.3': 'x' }, /unknown attribute/],
    [{ '2.05.4.3': 'x' }, /unknown attribute/],
    [{ constructor: 'x' }, /unknown attribute 'constructor'/],
    [JSON.parse('{"__proto__": "x"}'), /unknown attribute '__proto__'/],
    [{ CN: 'x', cn: 'y' }, /^subject: 'cn' and 'CN' are the same attribute/],
    [{ CN: 'x', '2.5.4.3': 'y' }, /are the same attribute/]
  ] as ReadonlyArray<[unknown, RegExp]>) {
    t.throws(() => readAttributeRules(rules, 'subject', false, 'subject'), { name: 'TypeError', message }, String(message))
  }
})

t.test('each value of a list has its place in its name', async (t) => {
  t.strictSame(listOf('x', 'CN'), [['x', 'CN']])
  t.strictSame(listOf(['x', 'y'], 'CN'), [['x', 'CN[0]'], ['y', 'CN[1]']])
})
