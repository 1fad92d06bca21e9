import { X509Certificate as NodeX509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { derOf, readCertificates } from '../../../lib/trust/certificate/certificate-source.js'
import type { CertificateSource } from '../../../lib/trust/certificate/certificate-source.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { X509Certificate } from '../../../lib/trust/x509.js'
import { octets } from '../../support/der.js'

const load = (file: string): Buffer => readFileSync(join('test', 'conformance', 'pkits', 'certs', file))
const good = load('GoodCACert.crt')
const other = load('DSACACert.crt')
const pem = (der: Buffer, label = 'CERTIFICATE'): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`
const bundle = `First\n${pem(good)}Second\n${pem(other, 'X509 CERTIFICATE')}`

/** As another copy of the library would make it: the same shape, another class. */
const foreign = { rawData: new Uint8Array(good).buffer } as unknown as X509Certificate

const sources: Record<string, CertificateSource> = {
  PEM: pem(good),
  'PEM as bytes': Buffer.from(pem(good)),
  'PEM as bytes, behind a text that begins with 0': Buffer.from(`0 s:CN = Good CA\n${pem(good)}`),
  DER: good,
  'DER as Uint8Array': new Uint8Array(good),
  'X509Certificate of @peculiar/x509': new X509Certificate(good),
  'X509Certificate of another copy of @peculiar/x509': foreign,
  'X509Certificate of node:crypto': new NodeX509Certificate(good)
}

t.test('a certificate is read from every form', async (t) => {
  for (const [form, source] of Object.entries(sources)) {
    t.strictSame(readCertificates(source, 'trustAnchors').map(({ raw }) => octets(raw)), [good], form)
    t.strictSame(octets(derOf(source)), good, form)
  }
})

t.test('several are read from bundles and arrays, in order', async (t) => {
  t.strictSame(readCertificates(bundle, 'trustAnchors').map(({ raw }) => octets(raw)), [good, other])
  t.strictSame(readCertificates([other, bundle], 'trustAnchors').map(({ raw }) => octets(raw)), [other, good, other])
})

t.test('a source without a certificate, or with anything else, is an operator\'s mistake', async (t) => {
  const cases: Array<readonly [why: string, source: unknown, message: string]> = [
    ['nothing', undefined, 'trustAnchors is neither PEM, DER nor an X509Certificate (but undefined)'],
    ['null', null, 'trustAnchors is neither PEM, DER nor an X509Certificate (but null)'],
    ['a number', 5, 'trustAnchors is neither PEM, DER nor an X509Certificate (but number)'],
    ['another object', {}, 'trustAnchors is neither PEM, DER nor an X509Certificate (but object)'],
    ['an object that looks a little alike', { rawData: 'a', raw: good }, '(but object)'],
    ['an object that looks more alike', { fingerprint256: 'a', raw: 'a' }, '(but object)'],
    ['an empty array', [], 'trustAnchors is an empty array'],
    ['an array in an array', [[good]], 'trustAnchors[0] is neither PEM, DER nor an X509Certificate (but an array)'],
    ['a hole', [good, undefined], 'trustAnchors[1] is neither'],
    ['an empty text', '', 'trustAnchors is empty'],
    ['no bytes', new Uint8Array(0), 'trustAnchors is empty'],
    ['an empty text among others', [good, ''], 'trustAnchors[1] is empty'],
    ['one byte', Buffer.from([0x30]), 'trustAnchors has no "-----BEGIN CERTIFICATE-----"'],
    ['a file\'s name', './ca.pem', 'trustAnchors has no "-----BEGIN CERTIFICATE-----"'],
    ['garbage', Buffer.from([1, 2, 3]), 'trustAnchors has no "-----BEGIN CERTIFICATE-----"'],
    ['DER cut short', good.subarray(0, -1), 'trustAnchors is no certificate (content cut short at offset 0)'],
    ['DER with a byte behind', octets(good, '00'), 'trustAnchors is no certificate (trailing bytes at offset'],
    ['two certificates in DER', octets(good, other), 'trustAnchors is no certificate (trailing bytes at offset'],
    ['a private key', pem(good, 'PRIVATE KEY'), 'trustAnchors is "PRIVATE KEY": remove the private key'],
    ['a private key in a bundle', pem(good) + pem(good, 'EC PRIVATE KEY'),
      'trustAnchors, block 2 of 2, is "EC PRIVATE KEY": remove the private key'],
    ['a trusted certificate', pem(good, 'TRUSTED CERTIFICATE'), 'trustAnchors is "TRUSTED CERTIFICATE": write it as'],
    ['a CRL', pem(good) + pem(good, 'X509 CRL'), 'trustAnchors, block 2 of 2, is "X509 CRL": only CERTIFICATE'],
    ['a bad block among good ones', pem(good) + pem(good.subarray(1)) + pem(good),
      'trustAnchors, block 2 of 3, is no certificate'],
    ['an unreadable block among good ones', [pem(good), pem(good) + pem(good).replace('M', '!')],
      'trustAnchors[1]: PEM block 2 of 2 can\'t be read']
  ]
  for (const [why, source, message] of cases) {
    t.throws(() => readCertificates(source as CertificateSource, 'trustAnchors'), TypeError, why)
    try {
      readCertificates(source as CertificateSource, 'trustAnchors')
    } catch (error) {
      t.ok((error as Error).message.includes(message), `${why}: ${(error as Error).message}`)
    }
  }
})

t.test('a peer\'s certificate is one; a text that has not exactly one is malformed', async (t) => {
  for (const source of ['', 'garbage', bundle, pem(good, 'PRIVATE KEY'), pem(good).replace('M', '!'), Buffer.from('0')]) {
    t.throws(() => derOf(source), DerError)
  }
  t.strictSame(octets(derOf(octets(good, '00'))), octets(good, '00'), 'it is not decoded')
})

t.test('what is no source at all is the caller\'s mistake', async (t) => {
  t.throws(() => derOf(5 as unknown as CertificateSource), {
    name: 'TypeError', message: 'certificate is neither PEM, DER nor an X509Certificate (but number): give one of these'
  })
})
