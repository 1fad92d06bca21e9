import { inspect } from 'node:util'
import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { commonName, element, integer, name, utf8 } from '../support/der.js'
import { everyProtocol } from '../support/every-protocol.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')

const authority = handMadeAuthority({ subject: commonName('Issuer') })
const site: SiteOptions = {
  virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  trustAnchors: authority.der,
  clock: () => time
}

/** Whom a certificate with this serial number (content octets of the INTEGER) maps to: the user, or a sub-status. */
function userOf (contents: string, users: SiteOptions['users'], options: Partial<SiteOptions> = {}): string | null | undefined {
  const certificate = handMade(authority, { serialNumber: integer(contents) }).der
  const { pseudoUser, subStatus } = explainSite({ ...site, users: users ?? {}, ...options })({ path: '/secure', certificate })
  return pseudoUser?.name ?? subStatus
}

const twenty = '7fffffffffffffffffffffffffffffffffffffff'

t.test('S29: a serial number is one number, however it is written', async (t) => {
  const writings: Record<string, ReadonlyArray<string | Uint8Array>> = {
    '05': ['05', '0x05', '0X05', ' 05 ', '0005', '00:05', '00 00 05', '0x00:00:05', Buffer.of(5), Buffer.of(0, 0, 5)],
    '0a0b': ['0a0b', '0A0B', '0A:0b', '0a 0B', '0x0A0b', '000a0b', Buffer.of(10, 11), new Uint8Array([0, 10, 11])],
    '00ff': ['ff', 'FF', '00ff', '0xff', Buffer.of(255), Buffer.of(0, 255)],
    '00': ['00', '0000', '0x00', Buffer.of(0)],
    [twenty]: [twenty, twenty.toUpperCase(), twenty.replace(/..(?=.)/g, '$&:'), `0x00${twenty}`, Buffer.from(twenty, 'hex')],
    [`00ff${twenty}`]: [`ff${twenty}`, `00ff${twenty}`]
  }
  for (const [contents, values] of Object.entries(writings)) {
    for (const serialNumber of values) {
      t.equal(userOf(contents, { User: { serialNumber } }), 'User', `${contents}: ${inspect(serialNumber)}`)
    }
  }
})

t.test('S29: another number is another user\'s, however much it looks alike', async (t) => {
  const others: Record<string, ReadonlyArray<string | Uint8Array>> = {
    '05': ['50', '0500', '0105', 'fffffb', 'fb'],
    '0a0b': ['0b0a', '0a', '0b', '0a0b00', 'a0b0', Buffer.from('0a0b'), Buffer.of(11, 10)],
    10: ['0a', '16', Buffer.of(10)], // hexadecimal, never decimal
    '00ff': ['01', 'ffff', '00ff00'],
    '00': ['01', '0100', 'ff'],
    [twenty]: [twenty.slice(2), `01${twenty}`, twenty.replace(/ff$/, 'fe'), `${twenty}00`]
  }
  for (const [contents, values] of Object.entries(others)) {
    for (const serialNumber of values) {
      t.equal(userOf(contents, { User: { serialNumber } }), '403.12', `${contents}: ${inspect(serialNumber)}`)
    }
  }
})

t.test('S29: a negative serial number is nobody\'s', async (t) => {
  for (const contents of ['ff', 'fb', '80', 'ff7f', '8001020304']) {
    for (const serialNumber of [contents, `00${contents}`, `0x${contents}`, Buffer.from(contents, 'hex'), '01', '05']) {
      t.equal(userOf(contents, { User: { serialNumber } }), '403.12', `${contents}: ${inspect(serialNumber)}`)
    }
  }
  t.equal(userOf('ff', { User: { issuerCN: 'Issuer' } }), 'User', 'but may map by its issuer')
})

t.test('S29: a serial number that is no DER integer is no certificate\'s', async (t) => {
  for (const serialNumber of [integer('0005'), integer('ffff'), integer(''), element(0x04, '05'), element(0x22, '020105')]) {
    const certificate = handMade(authority, { serialNumber }).der
    const explain = explainSite({ ...site, users: { User: { serialNumber: '05' }, Issuer: { issuerCN: 'Issuer' } } })
    t.equal(explain({ path: '/secure', certificate }).subStatus, '403.16', serialNumber.toString('hex'))
  }
})

t.test('S29: CryptoAPI\'s order turns bytes around, and text not', async (t) => {
  const little = { serialNumberByteOrder: 'little' } as const
  t.equal(userOf('0a0b', { User: { serialNumber: Buffer.of(11, 10) } }, little), 'User')
  t.equal(userOf('0a0b', { User: { serialNumber: Buffer.of(11, 10, 0, 0) } }, little), 'User')
  t.equal(userOf('0a0b', { User: { serialNumber: Buffer.of(10, 11) } }, little), '403.12')
  t.equal(userOf('0a0b', { User: { serialNumber: '0a0b' } }, little), 'User')
})

t.test('S29: a serial number without an issuer is anybody\'s who is trusted to issue', async (t) => {
  const users = { Both: { issuerCN: 'Another', serialNumber: '05' }, Serial: { serialNumber: '05' } }
  t.equal(userOf('05', users), 'Serial')
  t.equal(userOf('05', { Both: users.Both }), '403.12', 'both values must match')
  t.equal(userOf('06', { Both: { issuerCN: 'Issuer', serialNumber: '05' } }), '403.12', 'both values must match')
})

// Two CAs of one name, byte for byte; `other` differs in its organisation alone.
const company = handMadeAuthority({ subject: commonName('Company') })
const twin = handMadeAuthority({ subject: commonName('Company') })
const other = handMadeAuthority({ subject: name(['2.5.4.10', utf8('Elsewhere')], ['2.5.4.3', utf8('Company')]) })
const [alice, twinsAlice, othersAlice] = [company, twin, other].map((issuer) =>
  handMade(issuer, { serialNumber: integer('0a') }))
const users = { Alice: { issuerCN: 'Company', serialNumber: '0a' } }

everyProtocol('S29: of two CAs with one name, only the certificates of the trusted one map', async (t, protocol) => {
  for (const [trustAnchors, answers] of [
    [company.der, ['Alice', '403.16', '403.16']],
    [twin.der, ['403.16', 'Alice', '403.16']],
    [other.der, ['403.16', '403.16', 'Alice']],
    // Whom an operator trusts to issue under a name that users are mapped by, he trusts to name these users: the seed
    // maps by the commonName, and knows no more of an issuer.
    [[company.der, twin.der, other.der], ['Alice', 'Alice', 'Alice']]
  ] as ReadonlyArray<[SiteOptions['trustAnchors'], string[]]>) {
    const { port } = await startSite(t, { ...site, users, trustAnchors: trustAnchors! }, { http2: true })
    for (const [index, identity] of [alice, twinsAlice, othersAlice].entries()) {
      const { responses } = await visit({ port, identity: identity!, ...protocol }, [{ path: '/secure' }])
      t.equal(responses[0]?.json['subStatus'] ?? responses[0]?.json['user'], answers[index])
    }
  }
})

t.test('S29: a CA that is known but not trusted is none, whatever its name', async (t) => {
  const explain = explainSite({ ...site, users, trustAnchors: company.der, intermediates: [twin.der, other.der] })
  const answers = [alice, twinsAlice, othersAlice].map((identity) =>
    explain({ path: '/secure', certificate: identity!.der, chain: [company.der, twin.der, other.der] }).subStatus)
  t.same(answers, [null, '403.16', '403.16'])
})
