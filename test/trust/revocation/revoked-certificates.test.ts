import t from 'tap'
import { Name } from '../../../lib/trust/names/name.js'
import { RevokedCertificates } from '../../../lib/trust/revocation/revoked-certificates.js'
import { certificateIssuer, entry, reasonCode, removeFromCRL, unknownExtension } from '../../support/crl.js'
import { TRUE, commonName, integer, sequence } from '../../support/der.js'
import { allRefused, readAll } from '../../support/reading.js'

const own = Name.decode(commonName('Own'))
const a = Name.decode(commonName('A'))
const b = Name.decode(commonName('B'))

function read (der: Buffer, isIndirect = false): RevokedCertificates {
  return readAll((cursor) => RevokedCertificates.read(cursor, own, isIndirect), der)
}

const serialNumber = (hex: string): Buffer => Buffer.from(hex, 'hex')

t.test('every entry is found, and nothing else', async (t) => {
  for (const count of [1, 2, 3, 170, 171, 3000]) {
    const numbers = Array.from({ length: count }, (_, index) => serialNumber(`01${index.toString(16).padStart(6, '0')}`))
    const revoked = read(sequence(...numbers.map((number) => entry(number))))
    t.ok(numbers.every((number) => revoked.listing(number, own) === 'revoked'), `all ${count}`)
    const others = numbers.map((number) => Buffer.from(number).fill(2, 0, 1))
    t.ok(others.every((number) => revoked.listing(number, own) === 'absent'))
    const shorter = numbers.map((number) => number.subarray(0, 3))
    t.ok(shorter.every((number) => revoked.listing(number, own) === 'absent'), 'some of them meet an entry in its place')
    t.equal(revoked.listing(numbers[0]!, a), 'absent')
  }
})

t.test('without entries nobody is listed', async (t) => {
  for (const der of [Buffer.alloc(0), sequence()]) t.equal(read(der).listing(serialNumber('05'), own), 'absent')
})

t.test('serial numbers are compared octet by octet', async (t) => {
  const long = '01' + 'ab'.repeat(299)
  const revoked = read(sequence(entry('05'), entry('ff'), entry('00ff'), entry(long)))
  for (const listed of ['05', 'ff', '00ff', long]) t.equal(revoked.listing(serialNumber(listed), own), 'revoked')
  for (const absent of ['06', '0005', '0505', '00', long.slice(0, -2), `${long}ab`]) {
    t.equal(revoked.listing(serialNumber(absent), own), 'absent')
  }
})

t.test('a delta takes certificates from the list', async (t) => {
  const revoked = read(sequence(entry('05', removeFromCRL), entry('06', reasonCode(6)), entry('07')))
  t.same(['05', '06', '07'].map((number) => revoked.listing(serialNumber(number), own)), [
    'removed', 'revoked', 'revoked'
  ])
})

t.test('of two entries for one certificate the one that revokes it counts', async (t) => {
  for (const entries of [[entry('05', removeFromCRL), entry('05')], [entry('05'), entry('05', removeFromCRL)]]) {
    t.equal(read(sequence(...entries)).listing(serialNumber('05'), own), 'revoked')
  }
  const both = read(sequence(entry('05', removeFromCRL), entry('05', removeFromCRL)))
  t.equal(both.listing(serialNumber('05'), own), 'removed')
})

t.test('an entry with an extension that must be understood and is not revokes', async (t) => {
  const revoked = read(sequence(entry('05', removeFromCRL, unknownExtension(TRUE)), entry('06', removeFromCRL)))
  t.equal(revoked.areUnderstood, false)
  t.same(['05', '06'].map((number) => revoked.listing(serialNumber(number), own)), ['revoked', 'removed'])
  t.equal(read(sequence(entry('05', unknownExtension()))).areUnderstood, true)
})

t.test('an indirect CRL lists the certificates of several issuers', async (t) => {
  const revoked = read(sequence(
    entry('05'), entry('06', certificateIssuer(commonName('A'))), entry('05'), entry('07', certificateIssuer(commonName('B')))
  ), true)
  t.equal(revoked.issuersAreClear, true)
  for (const [number, issuers] of [['05', [own, a]], ['06', [a]], ['07', [b]]] as const) {
    t.same([own, a, b].filter((issuer) => revoked.listing(serialNumber(number), issuer) === 'revoked'), issuers)
  }
})

t.test('the date and the reason are those of the entry of that issuer', async (t) => {
  const revoked = read(sequence(
    entry('05'), entry('05', reasonCode(1), certificateIssuer(commonName('A'))), entry('06', reasonCode(4))
  ), true)
  const time = Date.UTC(2026, 4, 15)
  t.strictSame(revoked.revokedInfo(serialNumber('05'), own), { time, reason: null })
  t.strictSame(revoked.revokedInfo(serialNumber('05'), a), { time, reason: 'keyCompromise' })
  t.strictSame(revoked.revokedInfo(serialNumber('06'), a), { time, reason: 'superseded' })
})

t.test('whose certificates are meant is not clear where an issuer is out of place, or is none', async (t) => {
  t.equal(read(sequence(entry('05', certificateIssuer(commonName('A'))))).issuersAreClear, false)
  t.equal(read(sequence(entry('05', certificateIssuer())), true).issuersAreClear, false)
})

t.test('many issuers with the same serial number do not slow it down', async (t) => {
  const count = 3000
  const revoked = read(sequence(...Array.from({ length: count }, (_, index) =>
    entry('05', certificateIssuer(commonName(`CA ${index}`))))), true)
  t.equal(revoked.listing(serialNumber('05'), Name.decode(commonName(`CA ${count - 1}`))), 'revoked')
  t.equal(revoked.listing(serialNumber('05'), own), 'absent')
})

t.test('what is no entry is malformed', async (t) => {
  allRefused(t, (cursor) => RevokedCertificates.read(cursor, own, false), {
    'another element': sequence(integer('05')), 'a second one that is cut short': sequence(entry('05'), '3005')
  })
})
