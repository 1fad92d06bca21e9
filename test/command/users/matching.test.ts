import { createHash } from 'node:crypto'
import t from 'tap'
import { matchingUsers } from '../../../lib/command/users/matching.js'
import { publicKeyPin } from '../../../lib/site/mapping/facets.js'
import type { UserOptions, UsersOptions } from '../../../lib/site/users.js'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { commonName, text } from '../../support/der.js'
import { createAuthority } from '../../support/pki.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const issuer = await createAuthority({ commonName: 'Company' })
const alice = await issuer.issue({ subject: [{ CN: ['Alice'] }, { O: ['Example'] }], serialNumber: '0102' })
const other = await issuer.issue({ subject: [{ CN: ['Alice'] }, { O: ['Example'] }], serialNumber: '0103' })
const stranger = await issuer.issue({ commonName: 'Zoe', serialNumber: '0104' })
const certificate = Certificate.decode(alice.der)
const [pin] = publicKeyPin.valuesOf(certificate)
const pinOfCertificate = createHash('sha256').update(alice.der).digest('base64')
const fingerprintOfKey = Buffer.from(pin!, 'base64').toString('hex')

function match (users: UsersOptions): string[] {
  return matchingUsers({ virtualRoots: {}, users }, certificate)
    .map(({ name, outcome, reason }) => `${name} ${outcome}: ${reason}`)
}

t.test('the first that matches decides, others are behind it', async (t) => {
  t.same(match({
    Zoe: { subject: { CN: 'Zoe' } },
    Alice: { issuerCN: 'Company', serialNumber: '01:02' },
    Staff: { issuer: { CN: 'Comp*' } }
  }), [
    "Alice matches: issuerCN 'Company', serialNumber '0102'",
    "Staff behind: issuer.CN 'Comp*'"
  ])
  t.same(match({ No: { subject: { O: 'Ex*' }, deny: true }, Alice: { issuerCN: 'Company' } }), [
    "No denies: subject.O 'Ex*'", "Alice behind: issuerCN 'Company'"
  ])
  t.same(matchingUsers({ virtualRoots: {} }, certificate), [])
})

for (const [name, user, reason] of [
  ['bytes in the other order', { serialNumber: '0201' }, 'serialNumber has its bytes in the other order'],
  ['another number', { serialNumber: '05' }, null],
  ['case', { issuerCN: 'COMPANY' }, "issuerCN asks for 'COMPANY', and 'Company' differs in case or blanks alone"],
  ['blanks', { subject: { CN: ' Alice' } }, "subject.CN asks for ' Alice', and 'Alice' differs in case or blanks alone"],
  ['a fingerprint of the key', { fingerprint256: fingerprintOfKey }, 'fingerprint256 is that of the key; it belongs in publicKeyPin, in base64'],
  ['another fingerprint', { fingerprint256: 'ab'.repeat(32) }, null],
  ['a pin of the certificate', { publicKeyPin: pinOfCertificate }, 'publicKeyPin is the SHA-256 of the certificate, not of its key'],
  ['another pin', { publicKeyPin: `${'A'.repeat(42)}E=` }, null],
  ['a certificate of the same subject', { certificate: other.pem }, 'certificate is another one (serial number 0103) of the same subject: renewed?'],
  ['a certificate of somebody', { certificate: stranger.pem }, null],
  ['all but one', { issuerCN: 'Company', serialNumber: '0102', subject: { CN: 'Alicia' } },
    "subject.CN asks for 'Alicia', the certificate has 'Alice'"],
  ['all but what is not there', { subject: { CN: 'Alice', OU: 'x*' } }, "subject.OU asks for 'x*', the certificate has none"],
  ['all but an alternative name', { subject: { CN: 'Alice' }, subjectAltName: { dNSName: 'a.example' } },
    "subjectAltName.dNSName asks for 'a.example', the certificate has none"],
  ['all but the number', { subject: { CN: 'Alice' }, serialNumber: '09' }, "serialNumber asks for '09', the certificate has '0102'"],
  ['all but the certificate', { subject: { CN: 'Alice' }, certificate: stranger.pem },
    'certificate asks for one that is given, the certificate has another one'],
  ['nothing but the issuer', { issuerCN: 'Company', serialNumber: '09' }, null],
  ['two that do not fit', { subject: { CN: 'x', O: 'y' }, serialNumber: '0102' }, null]
] as ReadonlyArray<[name: string, user: UserOptions, reason: string | null]>) {
  t.test(`an entry that nearly matches: ${name}`, async (t) => {
    t.same(match({ Al: user }), reason === null ? [] : [`Al nearly: ${reason}`])
  })
}

t.test('a renewed certificate of the same key', async (t) => {
  const renewed = await issuer.issue({ commonName: 'Alice', serialNumber: '0999', keys: alice.keys })
  t.same(match({ Al: { certificate: renewed.pem } }), [
    'Al nearly: certificate is another one (serial number 0999) of the same key: renewed? A publicKeyPin takes both'
  ])
})

t.test('of many the nearest are told, those first whose mistake is known', async (t) => {
  const users = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`U${index}`, { subject: { O: 'Example', CN: `N${index}` } }]))
  const found = match({ ...users, Al: { serialNumber: '0201' } })
  t.equal(found.length, 5)
  t.match(found[0], /^Al nearly: /)
})

t.test('a name that can\'t be read is there all the same', async (t) => {
  const odd = shownCertificate({ subject: commonName('Alice') }, text(0x82, 'a\0.example'), text(0x82, 'b.example'))
  const users = { Al: { subject: { CN: 'Alice' }, subjectAltName: { dNSName: 'a.example' } } }
  t.same(matchingUsers({ virtualRoots: {}, users }, odd).map(({ reason }) => reason), [
    "subjectAltName.dNSName asks for 'a.example', the certificate has one that can't be read, 'b.example'"
  ])
})
