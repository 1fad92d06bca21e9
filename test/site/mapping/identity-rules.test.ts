import { createHash } from 'node:crypto'
import t from 'tap'
import type { Condition } from '../../../lib/site/mapping/condition.js'
import { readCertificateRule, readFingerprintRule, readPublicKeyPinRule } from '../../../lib/site/mapping/identity-rules.js'
import type { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { bitString, commonName, ed25519Key, integer } from '../../support/der.js'
import { pemOf } from '../../support/hand-made.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const alice = shownCertificate({ subject: commonName('Alice') })
/** The same contents, with another signature. */
const twin = shownCertificate({ subject: commonName('Alice'), signature: bitString(0, '3006020101020102') })
/** The same key. */
const renewed = shownCertificate({ subject: commonName('Alice'), serialNumber: integer('06') })
const pem = pemOf(Buffer.from(alice.raw))
const pin = createHash('sha256').update(ed25519Key).digest('base64')

function fitting ({ facet, fits }: Condition): boolean[] {
  return [alice, twin, renewed].map((certificate: Certificate) => fits(new Set(facet.valuesOf(certificate))))
}

t.test('a certificate is recognized by what is signed, a fingerprint by all of it, a pin by the key', async (t) => {
  for (const source of [pem, Buffer.from(pem), alice.raw, [pem]]) {
    t.strictSame(fitting(readCertificateRule(source, 'certificate')), [true, true, false])
  }
  const hexadecimal = alice.fingerprint256.replaceAll(':', '').toLowerCase()
  for (const text of [alice.fingerprint256, hexadecimal]) {
    t.strictSame(fitting(readFingerprintRule(text, false, 'fingerprint256')), [true, false, false])
  }
  t.strictSame(fitting(readPublicKeyPinRule(pin, 'publicKeyPin')), [true, true, true])
  t.strictSame(fitting(readPublicKeyPinRule(`A${pin.slice(1)}`, 'publicKeyPin')), [false, false, false])
})

t.test('what is none of these is a mistake', async (t) => {
  for (const [read, message] of [
    [() => readCertificateRule('alice.pem', 'certificate'), /^certificate has no "-----BEGIN CERTIFICATE-----"/],
    [() => readCertificateRule('', 'certificate'), /^certificate is empty/],
    [() => readCertificateRule([], 'certificate'), /^certificate is an empty array/],
    [() => readCertificateRule(pem + pem, 'certificate'), /^certificate: holds 2 certificates; give one/],
    [() => readCertificateRule(null, 'certificate'), /^certificate is neither PEM, DER/],
    [() => readFingerprintRule('ab', false, 'fingerprint256'), /^fingerprint256: 'ab' is not .* 64 hexadecimal digits/],
    [() => readFingerprintRule(5, false, 'fingerprint256'), /5 is not a string/],
    [() => readFingerprintRule(alice.fingerprint256, true, 'fingerprint256'), /denies nobody; give the certificate, or list .* in distrusted/],
    [() => readPublicKeyPinRule('', 'publicKeyPin'), /'' is not the SHA-256 of a SubjectPublicKeyInfo in base64/],
    [() => readPublicKeyPinRule(`sha256//${pin}`, 'publicKeyPin'), /is not the SHA-256/],
    [() => readPublicKeyPinRule(pin.slice(0, -2) + 'B=', 'publicKeyPin'), /is not the SHA-256/],
    [() => readPublicKeyPinRule(alice.raw, 'publicKeyPin'), /is not a string/]
  ] as ReadonlyArray<[() => unknown, RegExp]>) t.throws(read, { name: 'TypeError', message }, String(message))
})
