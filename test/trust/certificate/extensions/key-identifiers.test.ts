import t from 'tap'
import {
  readAuthorityKeyIdentifier, readSubjectKeyIdentifier
} from '../../../../lib/trust/certificate/extensions/key-identifiers.js'
import { commonName, element, integer, octets, octetString, sequence, text } from '../../../support/der.js'
import { allRefused, readAll } from '../../../support/reading.js'

const issuer = element(0xa1, text(0x82, 'example.org'), element(0xa4, commonName('a')), element(0xa4, commonName('b')))

t.test('an authority key identifier has a key, or a certificate, or both', async (t) => {
  const all = readAll(readAuthorityKeyIdentifier, sequence(element(0x80, '6162'), issuer, element(0x82, '05')))
  t.strictSame(octets(all.keyIdentifier!), octets('6162'))
  t.strictSame(all.authorityCertIssuer.map(({ commonName }) => commonName), ['a', 'b'])
  t.strictSame(octets(all.authorityCertSerialNumber!), octets('05'))
  const key = readAll(readAuthorityKeyIdentifier, sequence(element(0x80, '61')))
  t.strictSame([key.authorityCertIssuer, key.authorityCertSerialNumber], [[], null])
  t.equal(readAll(readAuthorityKeyIdentifier, sequence(issuer)).authorityCertIssuer.length, 2)
  t.equal(readAll(readAuthorityKeyIdentifier, sequence()).keyIdentifier, null)
})

t.test('an authority key identifier names 16 issuers at most', async (t) => {
  const naming = (count: number): Buffer => sequence(element(0xa1, ...Array(count).fill(element(0xa4, commonName('a')))))
  t.equal(readAll(readAuthorityKeyIdentifier, naming(16)).authorityCertIssuer.length, 16)
  allRefused(t, readAuthorityKeyIdentifier, { 'one more': naming(17) })
})

t.test('anything else is a malformed authority key identifier', async (t) => {
  allRefused(t, readAuthorityKeyIdentifier, {
    'no SEQUENCE': octetString('61'),
    'an untagged key identifier': sequence(octetString('61')),
    'an issuer without a name': sequence(element(0xa1)),
    'a serial number that is not minimal': sequence(element(0x82, '0005')),
    'another order': sequence(element(0x82, '05'), element(0x80, '61')),
    'an untagged serial number': sequence(integer('05'))
  })
})

t.test('a subject key identifier is an OCTET STRING', async (t) => {
  t.strictSame(octets(readAll(readSubjectKeyIdentifier, octetString('6162'))), octets('6162'))
  allRefused(t, readSubjectKeyIdentifier, { 'an INTEGER': integer('05'), nothing: octets('') })
})
