import 'reflect-metadata'
import { X509Crl } from '@peculiar/x509'
import t from 'tap'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import {
  cRLNumber, certificateIssuer, crl, deltaCRLIndicator, entry, flag, issuingDistributionPoint, time, unknownExtension
} from '../../support/crl.js'
import {
  TRUE, bitString, commonName, integer, objectIdentifier, octets, sequence
} from '../../support/der.js'

const decode = CertificateRevocationList.decode

t.test('a CRL is read into one flat record', async (t) => {
  const der = crl({ entries: [entry('05')], extensions: [cRLNumber(7)] })
  const list = decode(der)
  t.ok(der.equals(list.raw))
  t.equal(list.issuer.toString(), 'CN=Issuer')
  t.equal(list.thisUpdate, Date.parse('2026-06-01T00:00:00Z'))
  t.equal(list.nextUpdate, Date.parse('2026-07-01T00:00:00Z'))
  t.equal(list.extensions.cRLNumber, 7n)
  t.equal(list.revokedCertificates.listing(Buffer.of(5), list.issuer), 'revoked')
  t.equal(list.signatureAlgorithm.algorithm, '1.2.840.10045.4.3.2')
  t.same([...list.signature], [...octets('3006020101020101')])
  t.equal(list.digest, decode(Buffer.from(der)).digest)
  t.ok(list.isUsable)
  t.notOk(list.isDelta)
})

t.test('@peculiar/x509 reads the same from it', async (t) => {
  const der = crl({ entries: [entry('05')] })
  const { thisUpdate, nextUpdate, issuer } = new X509Crl(der)
  const list = decode(der)
  t.same([thisUpdate.getTime(), nextUpdate?.getTime()], [list.thisUpdate, list.nextUpdate])
  t.equal(issuer, list.issuer.toString())
})

t.test('what may be left out may be left out', async (t) => {
  const list = decode(crl({ version: '', nextUpdate: '' }))
  t.equal(list.nextUpdate, Infinity)
  t.equal(list.revokedCertificates.listing(Buffer.of(5), list.issuer), 'absent')
  t.equal(decode(crl({ nextUpdate: '', entries: [entry('05')] })).nextUpdate, Infinity)
  t.equal(decode(crl({ nextUpdate: time('20500101000000Z') })).nextUpdate, Date.parse('2050-01-01T00:00:00Z'))
  t.ok(decode(crl({ revokedCertificates: sequence() })).isUsable)
})

t.test('bytes that are changed afterwards change nothing', async (t) => {
  const der = crl()
  const list = decode(der)
  const { digest } = decode(der)
  der.fill(0)
  t.equal(list.digest, digest)
})

for (const [name, parts, isUsable, isDelta] of [
  ['an unknown critical extension', { extensions: [unknownExtension(TRUE)] }, false, false],
  ['an unknown extension', { extensions: [unknownExtension()] }, true, false],
  ['a delta indicator', { extensions: [deltaCRLIndicator(5)] }, true, true],
  ['an entry of another issuer', { entries: [entry('05', certificateIssuer(commonName('A')))] }, false, false],
  ['the same in an indirect CRL', {
    entries: [entry('05', certificateIssuer(commonName('A')))], extensions: [issuingDistributionPoint(flag(4))]
  }, true, false]
] as const) {
  t.test(`a CRL with ${name} ${isUsable ? 'can be used' : 'is of no use'}`, async (t) => {
    const list = decode(crl(parts))
    t.equal(list.isUsable, isUsable)
    t.equal(list.isDelta, isDelta)
  })
}

t.test('a signature that is not of whole octets is none', async (t) => {
  t.equal(decode(crl({ signature: bitString(1, '80') })).signature.length, 0)
})

for (const [name, der] of [
  ['version 1, written', crl({ version: integer('00') })],
  ['version 3', crl({ version: integer('02') })],
  ['extensions in version 1', crl({ version: '', extensions: [cRLNumber(7)] })],
  ['no issuer', crl({ issuer: '' })],
  ['no thisUpdate', crl({ thisUpdate: '', nextUpdate: '' })],
  ['a third date', crl({ nextUpdate: octets(time('260701000000Z'), time('260701000000Z')) })],
  ['an entry that is none', crl({ entries: [integer('05')] })],
  ['an entry that is cut short', crl({ entries: ['3005'] })],
  ['two algorithms', crl({ innerAlgorithm: sequence(objectIdentifier('1.3.101.112')) })],
  ['no signature', crl({ signature: '' })],
  ['an element behind the signature', crl({ trailing: '0500' })],
  ['a byte behind all', octets(crl(), '00')],
  ['nothing', Buffer.alloc(0)]
] as const) {
  t.test(`${name} is a DerError`, async (t) => {
    t.throws(() => decode(der), DerError)
  })
}
