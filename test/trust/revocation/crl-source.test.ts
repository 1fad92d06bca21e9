import t from 'tap'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import { readCrls } from '../../../lib/trust/revocation/crl-source.js'
import { crl as makeCrl } from '../../support/crl.js'
import { octets } from '../../support/der.js'

const crl = makeCrl()

function pem (label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`
}

const text = pem('X509 CRL', crl)

for (const [name, source, count] of [
  ['DER', crl, 1],
  ['PEM', text, 1],
  ['PEM as bytes', Buffer.from(text), 1],
  ['a text of two', `first\n${text}second\n${text}`, 2],
  ['an object of @peculiar/x509', { rawData: new Uint8Array(crl).buffer }, 1],
  ['one that was decoded before', CertificateRevocationList.decode(crl), 1],
  ['a list of these', [crl, text + text], 3],
  ['an empty list', [], 0]
] as const) {
  t.test(`${name} can be read`, async (t) => {
    t.same(readCrls(source, 'crls').map(({ raw }) => Buffer.from(raw)), Array(count).fill(crl))
  })
}

for (const [name, source, message] of [
  ['a number', 5, /^crls is neither PEM, DER nor an X509Crl/],
  ['null in a list', [crl, null], /^crls\[1\] is neither/],
  ['an object of another kind', {}, /^crls is neither/],
  ['a text without PEM', 'crl.pem', /^crls has no "-----BEGIN X509 CRL-----"/],
  ['no text', '', /^crls has no/],
  ['no bytes', Buffer.of(), /^crls has no/],
  ['a certificate', pem('CERTIFICATE', crl), /^crls is "CERTIFICATE"/],
  ['one bad block among good ones', text + pem('X509 CRL', octets('3000')), /^crls is no CRL/],
  ['a block that is cut short', text.slice(0, -10), /^crls: .*repair or remove it/],
  ['DER with a byte too many', octets(crl, '00'), /^crls is no CRL/]
] as const) {
  t.test(`${name} is a TypeError`, async (t) => {
    t.throws(() => readCrls(source as never, 'crls'), { name: 'TypeError', message })
  })
}
