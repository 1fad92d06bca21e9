import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { alternativeNameKey, alternativeNameKeys, type IdentityForm } from '../../../lib/trust/names/alternative-name-keys.js'
import { certificate, element, extension, objectIdentifier, sequence, text, utf8 } from '../../support/der.js'

const cases: Record<IdentityForm, ReadonlyArray<[text: string, key: string | null]>> = {
  rfc822Name: [
    ['Alice@Example.ORG', 'Alice@example.org'],
    ['"Alice"@example.org', 'Alice@example.org'],
    ['alice', null],
    ['@example.org', null],
    ['alice@[192.0.2.1]', null],
    ['älice@example.org', null],
    ['alice\0@example.org', null]
  ],
  dNSName: [
    ['Pump-7.Example.org', 'pump-7.example.org'],
    ['*.example.org', null],
    ['pump-7.example.org.', null],
    ['pump-7\0.example.org', null],
    ['alice@example.org', null],
    ['192.0.2.1', null]
  ],
  uniformResourceIdentifier: [['SPIFFE://Example.org/Pump', 'spiffe://example.org/Pump'], ['example.org', null]],
  userPrincipalName: [
    ['Alice@Example.org', 'alice@example.org'],
    ['ÄLICE@example.org', 'älice@example.org'],
    ['alice', null],
    ['alice\0@example.org', null]
  ]
}

for (const [form, names] of Object.entries(cases) as Array<[IdentityForm, typeof cases[IdentityForm]]>) {
  t.test(`${form}: the key of a name, if it is one`, async (t) => {
    for (const [name, key] of names) t.equal(alternativeNameKey(form, name), key, name)
  })
}

/** The subjectAltName of a certificate with these names. */
function read (names: Buffer): Uint8Array | null {
  return Certificate.decode(certificate({ extensionList: sequence(extension('2.5.29.17', sequence(names))) })).subjectAltName
}

const principal = (value: Buffer, type = '1.3.6.1.4.1.311.20.2.3'): Buffer =>
  element(0xa0, objectIdentifier(type), element(0xa0, value))

t.test('a name counts in its own form alone', async (t) => {
  const names = read(Buffer.concat([
    text(0x81, 'alice@example.org'), text(0x82, 'A.example.org'), text(0x82, '*.example.org'), text(0x86, 'urn:a:b'),
    principal(utf8('Alice@example.org')), principal(utf8('bob@example.org'), '1.2.3.4'), principal(text(0x16, 'ia5@example.org'))
  ]))
  t.strictSame(alternativeNameKeys('rfc822Name', names), ['alice@example.org'])
  t.strictSame(alternativeNameKeys('dNSName', names), ['a.example.org', null], 'a wildcard is no name')
  t.strictSame(alternativeNameKeys('uniformResourceIdentifier', names), ['urn:a:b'])
  t.strictSame(alternativeNameKeys('userPrincipalName', names), ['alice@example.org', null], 'a UPN is a UTF8String')
})

t.test('no extension has no names, one that is malformed has one that nobody can read', async (t) => {
  t.strictSame(alternativeNameKeys('dNSName', null), [])
  t.strictSame(alternativeNameKeys('dNSName', read(text(0x89, 'x'))), [null])
})
