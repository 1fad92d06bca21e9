import t from 'tap'
import {
  alternativeNames, attributesOf, contents, fingerprint256, issuerCN, publicKeyPin, serialNumber, type Facet,
  type ShownValue
} from '../../../lib/site/mapping/facets.js'
import { attribute, bitString, commonName, integer, name, sequence, set, text, utf8 } from '../../support/der.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const CN = '2.5.4.3'
const OU = '2.5.4.11'
const leaf = shownCertificate({
  issuer: commonName('Company CA'),
  subject: sequence(
    set(attribute(OU, utf8('Nul\0')), attribute(CN, utf8('Alice  B'))),
    set(attribute(OU, text(0x14, 'Straße')))
  ),
  serialNumber: integer('0081')
}, text(0x82, 'A.test'), text(0x82, 'a\0.test'), text(0x81, 'alice@a.test'))

function values (facet: Facet): ShownValue[] {
  return [...facet.valuesOf(leaf)]
}

t.test('each facet shows its values', async (t) => {
  t.strictSame(values(issuerCN), ['Company CA'])
  t.strictSame(values(serialNumber), ['\x81'])
  t.strictSame(values(fingerprint256), [leaf.fingerprint256])
  t.strictSame(values(attributesOf('issuer', CN, true)), ['Company CA'])
  t.strictSame(values(attributesOf('issuer', CN, false)), ['company ca'])
  t.strictSame(values(attributesOf('subject', CN, true)), ['Alice  B'])
  t.strictSame(values(attributesOf('subject', CN, false)), ['alice b'])
  t.strictSame(values(attributesOf('subject', OU, true)), [null, 'Straße'], 'in their order, and what has no text too')
  t.strictSame(values(attributesOf('subject', OU, false)), [null, 'strasse'])
  t.strictSame(values(attributesOf('subject', '2.5.4', true)), [], 'an OID that begins alike is another one')
  t.strictSame(values(alternativeNames.dNSName), ['a.test', null])
  t.strictSame(values(alternativeNames.rfc822Name), ['alice@a.test'])
  t.strictSame(values(alternativeNames.uniformResourceIdentifier), [])
  t.strictSame(values(alternativeNames.userPrincipalName), [])
})

t.test('a pin is that of openssl dgst -sha256 -binary | base64, of RFC 8410\'s key', async (t) => {
  t.strictSame(values(publicKeyPin), ['oekVYFTgT6yJmunydRMs3Ael28TqLCrTof/G4NJTaB8='])
})

t.test('the contents are the same whatever the signature', async (t) => {
  const subject = commonName('Alice')
  const signed = ['3006020101020101', '3006020101020102'].map((value) => shownCertificate({ subject, signature: bitString(0, value) }))
  const [one, other] = signed.map((certificate) => [...contents.valuesOf(certificate)])
  t.strictSame(one, other)
  t.not(signed[0]!.fingerprint256, signed[1]!.fingerprint256)
  t.notSame([...contents.valuesOf(leaf)], one)
})

t.test('names and numbers that are none are no values', async (t) => {
  const odd = shownCertificate({ issuer: name(), serialNumber: integer('ff') })
  t.strictSame([...issuerCN.valuesOf(odd), ...serialNumber.valuesOf(odd)], [])
})

t.test('facets that differ have names that differ', async (t) => {
  const facets = [true, false].flatMap((isCaseSensitive) => (['issuer', 'subject'] as const).flatMap((field) => {
    return [CN, OU].map((type) => attributesOf(field, type, isCaseSensitive))
  }))
  const names = new Set([...facets, ...Object.values(alternativeNames), issuerCN, serialNumber].map(({ name }) => name))
  t.equal(names.size, 8 + 4 + 2)
  t.equal(attributesOf('issuer', CN, true).name, attributesOf('issuer', CN, true).name)
})

t.test('of a name of more than 4 096 octets nothing can be read', async (t) => {
  for (const [length, expected] of [[4_070, 4_070], [4_090, undefined]] as const) {
    const long = shownCertificate({ subject: commonName('x'.repeat(length)) })
    for (const isCaseSensitive of [true, false]) {
      const facet = attributesOf('subject', CN, isCaseSensitive)
      t.strictSame([...facet.valuesOf(long)].map((value) => value?.length), [expected])
    }
  }
})
