import { createHash } from 'node:crypto'
import t from 'tap'
import type { SiteOptions, UsersOptions } from '../../lib/index.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { signatureTwin } from '../../lib/trust/signature/signature-twin.js'
import { CertTrust } from '../../lib/trust/status.js'
import {
  attribute, commonName, element, extension, integer, name, objectIdentifier, sequence, set, text, utf8
} from '../support/der.js'
import type { CertificateParts } from '../support/der.js'
import { everyProtocol } from '../support/every-protocol.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')

const CN = '2.5.4.3'
const OU = '2.5.4.11'
const authority = handMadeAuthority({ subject: commonName('CA') })
const site: SiteOptions = {
  virtualRoots: {
    '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 },
    '/open': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] }
  },
  trustAnchors: authority.der,
  clock: () => time
}

const email = (value: string): Buffer => text(0x81, value)
const host = (value: string): Buffer => text(0x82, value)
const uri = (value: string): Buffer => text(0x86, value)
const principal = (value: Buffer): Buffer =>
  element(0xa0, objectIdentifier('1.3.6.1.4.1.311.20.2.3'), element(0xa0, value))
const alternativeNames = (...names: Buffer[]): CertificateParts =>
  ({ extensionList: sequence(extension('2.5.29.17', sequence(...names))) })

/** The user's name, or the sub-status. */
function answer (users: UsersOptions, der: Buffer, path = '/secure', more: Partial<SiteOptions> = {}): string | null {
  const { pseudoUser, subStatus } = explainSite({ ...site, users, ...more })({ path, certificate: der })
  return pseudoUser?.name ?? subStatus
}

const admins: Record<string, UsersOptions> = {
  'the subject\'s CN': { Admin: { subject: { CN: 'admin' } } },
  'the subject\'s CN with a star': { Admin: { subject: { CN: 'admin*' } } },
  'the subject\'s CN without case': { Admin: { subject: { CN: { matchCriteria: '*ADMIN', compareCaseSensitive: false } } } },
  'an e-mail address': { Admin: { subjectAltName: { rfc822Name: 'admin@example.org' } } },
  'a DNS name': { Admin: { subjectAltName: { dNSName: 'admin' } } },
  'a URI': { Admin: { subjectAltName: { uniformResourceIdentifier: 'urn:x:admin' } } },
  'a UPN': { Admin: { subjectAltName: { userPrincipalName: 'admin@example.org' } } }
}

// Each of these holds what the rules ask for, somewhere else or as something else.
const strangers: Record<string, CertificateParts> = {
  'S25: a CN that prints as two': { subject: commonName('evil, CN=admin, x') },
  'S25: an OU that prints as a CN': { subject: name([OU, utf8('x+CN=admin')]) },
  'S25: the name in another attribute': { subject: name([OU, utf8('admin')], ['2.5.4.5', text(0x13, 'admin')]) },
  'S25: an OID that begins as that of CN': { subject: name(['2.5.4.3.1', utf8('admin')], ['2.5.4.31', utf8('admin')]) },
  'S25: an empty CN': { subject: commonName('') },
  'S27: a CN with a NUL': { subject: commonName('admin\0.evil.example') },
  'S27: a CN with a NUL before': { subject: commonName('evil\0admin') },
  'S25: a CN that is no string': { subject: name([CN, element(0x03, '00', Buffer.from('admin'))]) },
  'S25: the name in the issuer\'s place': { subject: name() },
  'S26: a DNS name with a comma (CVE-2021-44532)': alternativeNames(host('a, DNS:admin')),
  'S27: a DNS name with a NUL (CVE-2026-47778)': alternativeNames(host('admin\0.evil.example')),
  'S26: a URI that prints as all of them': alternativeNames(uri('urn:x:admin, email:admin@example.org, DNS:admin')),
  'S27: an e-mail address as DNS name': alternativeNames(host('admin@example.org')),
  'S27: a DNS name as e-mail address': alternativeNames(email('admin')),
  'S27: a UPN as e-mail address\'s neighbour': alternativeNames(principal(text(0x16, 'admin@example.org'))),
  'S27: an e-mail address with a NUL': alternativeNames(email('admin@example.org\0.evil')),
  'S27: a UPN with a NUL': alternativeNames(principal(utf8('admin@example.org\0.evil'))),
  'S26: a UPN of another type': alternativeNames(element(0xa0, objectIdentifier('1.2.3.4'), element(0xa0, utf8('admin@example.org')))),
  'a wildcard that stands for the host': alternativeNames(host('*.admin'), host('*')),
  'an e-mail address in the subject alone': { subject: name(['1.2.840.113549.1.9.1', text(0x16, 'admin@example.org')]) }
}

t.test('S25-S27: what only looks like a name maps to nobody', async (t) => {
  for (const [rule, users] of Object.entries(admins)) {
    for (const [what, parts] of Object.entries(strangers)) {
      t.equal(answer(users, handMade(authority, parts).der), '403.12', `${what}, by ${rule}`)
    }
  }
})

t.test('S25: the order in an RDN, and of RDNs, changes nothing', async (t) => {
  const attributes = [attribute(OU, utf8('Finance')), attribute(CN, utf8('alice'))].sort(Buffer.compare)
  const users = { Alice: { subject: { CN: 'alice', OU: 'Finance' } } }
  for (const subject of [
    sequence(set(...attributes)),
    sequence(...attributes.map((one) => set(one))),
    sequence(...attributes.reverse().map((one) => set(one)))
  ]) t.equal(answer(users, handMade(authority, { subject }).der), 'Alice')
})

t.test('S30: rules are looked at only where the chain is trusted', async (t) => {
  const self = handMade(null, { subject: commonName('admin'), ...alternativeNames(host('admin')) })
  const expired = handMade(authority, { subject: commonName('admin'), validity: sequence(text(0x17, '250101000000Z'), text(0x17, '251231235959Z')) })
  for (const path of ['/secure', '/open']) {
    for (const users of Object.values(admins)) {
      t.equal(answer(users, self.der, path), '403.16')
      t.equal(answer(users, expired.der, path), '403.17')
    }
    t.equal(answer({ Admin: { fingerprint256: createHash('sha256').update(self.der).digest('hex') } }, self.der, path), '403.16')
  }
})

t.test('S30: a denial before a user refuses, wherever a user is wanted or not', async (t) => {
  const deny = { subject: { OU: 'Contractors' }, deny: true }
  const contractor = handMade(authority, { subject: name([OU, utf8('Contractors')], [CN, utf8('alice')]) }).der
  for (const alice of [{ subject: { CN: 'alice' } }, { issuerCN: 'CA' }, { serialNumber: '05' }]) {
    for (const path of ['/secure', '/open']) {
      t.equal(answer([['No contractors', deny], ['Alice', alice]], contractor, path), '403.12')
      t.equal(answer([['Alice', alice], ['No contractors', deny]], contractor, path), 'Alice')
    }
  }
})

t.test('S27, S30: a denial can\'t be dodged by a value that nobody can read', async (t) => {
  const dodges: ReadonlyArray<[users: object, CertificateParts]> = [
    [{ subject: { OU: 'Contractors' } }, { subject: name([OU, utf8('Contractors\0')]) }],
    [{ subject: { OU: 'Contract*' } }, { subject: name([OU, text(0x13, 'Contractor\xdf')]) }],
    [{ subject: { OU: { matchCriteria: 'contractors', compareCaseSensitive: false } } }, { subject: name([OU, element(0x03, '00', Buffer.from('Contractors'))]) }],
    [{ subjectAltName: { dNSName: 'old.example.org' } }, alternativeNames(host('old.example.org\0'))],
    [{ subjectAltName: { dNSName: 'old.example.org' } }, alternativeNames(host('*.example.org'))]
  ]
  for (const [rules, parts] of dodges) {
    const { der } = handMade(authority, parts)
    t.equal(answer([['Never', { ...rules, deny: true }], ['Alice', { issuerCN: 'CA' }]], der), '403.12')
    t.equal(answer([['Mallory', rules], ['Alice', { issuerCN: 'CA' }]], der), 'Alice', 'nor does it map')
  }
  const malformed = handMade(authority, alternativeNames(text(0x89, 'x'))).der
  const denied: UsersOptions = [['Never', { subjectAltName: { dNSName: 'a' }, deny: true }], ['Alice', { issuerCN: 'CA' }]]
  t.equal(answer(denied, malformed, '/secure', { certTrustOverride: CertTrust.INVALID_EXTENSION }), '403.12')
})

t.test('S30: a denied certificate can\'t come back with its other ECDSA signature', async (t) => {
  const mallory = handMade(authority, { subject: commonName('mallory') })
  const twin = Buffer.from(signatureTwin(Certificate.decode(mallory.der), Certificate.decode(authority.der))!)
  t.equal(answer({ Anybody: { issuerCN: 'CA' } }, twin), 'Anybody', 'it is as good a certificate')
  t.equal(answer([['Never', { certificate: mallory.pem, deny: true }], ['Anybody', { issuerCN: 'CA' }]], twin), '403.12')
  const denies = { fingerprint256: createHash('sha256').update(mallory.der).digest('hex'), deny: true }
  t.throws(() => answer({ Never: denies }, twin), { name: 'TypeError', message: /distrusted/ })
})

t.test('S29: a key or a certificate is one, whatever another one says', async (t) => {
  const alice = handMade(authority, { subject: commonName('alice'), serialNumber: integer('0a') })
  const likeness = handMade(authority, { subject: commonName('alice'), serialNumber: integer('0a') })
  const spki = createHash('sha256').update(spkiOf(alice.der)).digest('base64')
  for (const rule of [
    { certificate: alice.pem },
    { publicKeyPin: spki },
    { fingerprint256: createHash('sha256').update(alice.der).digest('hex') }
  ]) {
    t.equal(answer({ Alice: rule }, alice.der), 'Alice')
    t.equal(answer({ Alice: rule }, likeness.der), '403.12')
  }
})

/** P-256's SubjectPublicKeyInfo has 91 octets, and begins with its algorithm. */
function spkiOf (der: Buffer): Buffer {
  const start = der.indexOf('3059301306072a8648ce3d0201', 0, 'hex')
  return der.subarray(start, start + 91)
}

t.test('S31: a name of more than 4 KB is not read: it maps to nobody, and a denial takes it', async (t) => {
  const rules = Array.from({ length: 1_000 }, (_, index) => {
    return [`User${index}`, { subject: { OU: `*${'x'.repeat(index)}y*` } }] as const
  })
  const last = ['Last', { subject: { OU: '*x' } }] as const
  for (const [octets, expected] of [[4_000, 'Last'], [60_000, '403.12']] as const) {
    const { der } = handMade(authority, { subject: name([OU, utf8('x'.repeat(octets))]) })
    t.equal(answer([...rules, last], der), expected)
    t.equal(answer([['Never', { subject: { OU: 'y*' }, deny: true }], ['Any', { issuerCN: 'CA' }]], der),
      octets > 4_096 ? '403.12' : 'Any')
  }
})

everyProtocol('S25, S30: it is so on the wire', async (t, protocol) => {
  const { port } = await startSite(t, {
    ...site,
    users: [
      ['Never', { subject: { OU: 'Contractors' }, deny: true }],
      ['Pump', { subjectAltName: { uniformResourceIdentifier: 'spiffe://example.org/pump' } }],
      ['Clerk', { subject: { OU: 'Fin*' }, issuer: { CN: 'CA' } }]
    ]
  }, { http2: true })
  for (const [parts, expected] of [
    [{ subject: name([OU, utf8('Finance')]) }, 'Clerk'],
    [{ subject: name([OU, utf8('Finance')], [OU, utf8('Contractors')]) }, '403.12'],
    [alternativeNames(uri('spiffe://EXAMPLE.org/pump')), 'Pump'],
    [alternativeNames(host('spiffe://example.org/pump')), '403.12'],
    [{ subject: name([OU, utf8('Contractors')]), ...alternativeNames(uri('spiffe://example.org/pump')) }, '403.12']
  ] as ReadonlyArray<[CertificateParts, string]>) {
    const identity = handMade(authority, parts)
    const { responses } = await visit({ port, identity, ...protocol }, [{ path: '/secure' }])
    t.equal(responses[0]?.json['subStatus'] ?? responses[0]?.json['user'], expected)
  }
})
