import t from 'tap'
import { decide, refuse, type ConnectionFacts, type Facts } from '../../lib/access/decide.js'
import { UrlFlags, type FlagName } from '../../lib/site/flags.js'
import type { Site, SiteOptions } from '../../lib/site/options.js'
import { UserList } from '../../lib/site/user-list.js'
import { Users } from '../../lib/site/users.js'
import { AMBIGUOUS, VirtualRoots, type VirtualRootOptions } from '../../lib/site/virtual-roots.js'
import type { Certificate } from '../../lib/trust/certificate/certificate.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { always } from '../../lib/trust/path/unchanging-period.js'
import type { Revocation } from '../../lib/trust/revocation/revocation.js'
import { CertTrust } from '../../lib/trust/status.js'

// The decision is a pure function, so its inputs are made by hand: a site, a root, and a chain with the bits to judge.
interface Given extends VirtualRootOptions {
  readonly method?: string
  readonly connection?: Partial<ConnectionFacts>
  readonly chain?: CertificateChain | null
  readonly site?: Pick<SiteOptions, 'users' | 'adminUsers' | 'certTrustOverride' | 'certificateHost'>
}

function chainOf (issuerCN: string | null, serialNumber: string, errorStatus = 0): CertificateChain {
  const certificate = {
    issuer: { commonName: issuerCN }, serialNumber, serialNumberBytes: Buffer.from(serialNumber, 'hex')
  } as unknown as Certificate
  return {
    errorStatus,
    infoStatus: 0,
    elements: [{ certificate, errorStatus, infoStatus: 0, revocation: null }],
    userConstrainedPolicySet: [],
    signatureChecks: 1,
    budgetExceeded: null,
    period: always
  }
}

function decided ({ method = 'GET', connection = {}, chain = null, site = {}, ...root }: Given) {
  const { users = {}, adminUsers = '', certTrustOverride = 0, certificateHost = null } = site
  const administrators = UserList.parse(adminUsers, 'adminUsers')
  const [virtualRoot] = new VirtualRoots({ '/root': root })
  const facts: Facts = {
    method,
    target: '/root',
    connection: {
      encrypted: true,
      cipherBits: 128,
      serverName: null,
      asked: null,
      host: null,
      port: null,
      acquisition: null,
      ...connection
    },
    chain,
    mapUserAnswer: null,
    awaitsRevocation: false
  }
  return decide({
    users: new Users(users, 'big'),
    mapUser: null,
    adminUsers: administrators.isEmpty ? null : administrators,
    certTrustOverride,
    certificateHost
  } as Site, virtualRoot ?? null, facts)
}

const plain = { encrypted: false, cipherBits: 0 }
const alice = chainOf('CompanyIssuer', '05')
const users = { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '05', groups: 'Finance' } }
const required: FlagName[] = ['READ', 'REQUIRE_CERT', 'MAP_CERT']
const negotiated: FlagName[] = ['READ', 'NEGO_CERT', 'MAP_CERT']

const cases: Record<string, Array<[answer: string | null, why: string, given: Given]>> = {
  transport: [
    [null, 'plain HTTP enters a root that wants nothing', { connection: plain }],
    ['403.4', 'SSL refuses plain HTTP', { connection: plain, permissions: ['READ', 'SSL'] }],
    [null, 'SSL admits TLS', { permissions: ['READ', 'SSL'] }],
    ['403.4', 'REQUIRE_CERT refuses plain HTTP', { connection: plain, permissions: ['READ', 'REQUIRE_CERT'] }],
    ['403.4', 'the 0x1C4 of the seed refuses plain HTTP for its want of SSL, not of bits', { connection: plain, permissions: 0x1C4, authentication: 1 }],
    ['403.4', 'NEGO_CERT with an authentication level refuses plain HTTP', { connection: plain, permissions: negotiated, authentication: 1 }],
    [null, 'NEGO_CERT alone lets plain HTTP go on', { connection: plain, permissions: ['READ', 'NEGO_CERT'] }],
    ['403.5', 'SSL128 refuses plain HTTP, which has no bits at all', { connection: plain, permissions: ['READ', 'SSL128'] }],
    ['403.5', 'SSL128 refuses 127 bits', { connection: { cipherBits: 127 }, permissions: ['READ', 'SSL128'] }],
    ['403.5', 'SSL128 refuses a strength that is no number', { connection: { cipherBits: NaN }, permissions: ['READ', 'SSL128'] }],
    [null, 'SSL128 admits 128 bits', { connection: { cipherBits: 128 }, permissions: ['READ', 'SSL128'] }]
  ],
  host: [
    [null, 'a site without certificateHost does not look at hosts', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], connection: { serverName: 'a', host: 'b' } }],
    ['421', 'a request for the certificate host on a connection for another', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { serverName: 'b', host: 'a' } }],
    ['421', 'a request for another host on a connection for the certificate host', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { serverName: 'a', host: 'b' } }],
    ['421', 'a request for the certificate host on a connection without SNI', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { host: 'a' } }],
    [null, 'a request for the certificate host on its connection', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { serverName: 'a', host: 'a' } }],
    ['421', 'a request for the certificate host on a connection that was not asked', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { serverName: 'a', asked: false, host: 'a' } }],
    [null, 'a request for the certificate host on a connection that was asked, whatever its session shows', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { asked: true, host: 'a' } }],
    ['421', 'a request for another host on a connection that was asked', { chain: alice, permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { serverName: 'b', asked: true, host: 'b' } }],
    [null, 'a root that asks for nothing is on every host', { site: { certificateHost: 'a' }, connection: { serverName: 'b', host: 'a' } }]
  ],
  certificate: [
    ['403.7', 'REQUIRE_CERT without a certificate', { permissions: ['READ', 'REQUIRE_CERT'] }],
    [null, 'NEGO_CERT without a certificate goes on', { permissions: ['READ', 'NEGO_CERT'] }],
    [null, 'NEGO_CERT and MAP_CERT without a certificate go on where nobody is wanted', { permissions: negotiated }],
    ['403.7', 'NEGO_CERT without a certificate ends where a user is wanted', { permissions: negotiated, authentication: 1 }],
    ['403.7', 'REQUIRE_CERT wins over NEGO_CERT', { permissions: ['READ', 'NEGO_CERT', 'REQUIRE_CERT'] }],
    ['403.7', 'REQUIRE_CERT on a host that asks nobody for certificates', { permissions: ['READ', 'REQUIRE_CERT'], site: { certificateHost: 'a' }, connection: { serverName: 'b', host: 'b' } }],
    [null, 'REQUIRE_CERT with a certificate', { permissions: ['READ', 'REQUIRE_CERT'], chain: alice }]
  ],
  trust: [
    ['403.17', 'an expired certificate', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_NOT_TIME_VALID) }],
    ['403.17', 'time bits alone', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_NOT_TIME_VALID | CertTrust.IS_NOT_TIME_NESTED) }],
    ['403.16', 'time and something else', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_NOT_TIME_VALID | CertTrust.IS_UNTRUSTED_ROOT) }],
    ['403.13', 'a revoked certificate', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_REVOKED) }],
    ['403.13', 'revoked goes before everything else', { permissions: required, chain: chainOf('x', '05', CertTrust.ALL) }],
    ['403.16', 'unknown revocation is not revoked', { permissions: required, chain: chainOf('x', '05', CertTrust.REVOCATION_STATUS_UNKNOWN) }],
    ['403.16', 'NEGO_CERT does not take a bad certificate for none', { permissions: ['READ', 'NEGO_CERT'], chain: chainOf('x', '05', CertTrust.IS_PARTIAL_CHAIN) }],
    ['403.16', 'a bit that nobody has named', { permissions: required, chain: chainOf('x', '05', 0x40000000) }],
    ['403.16', 'the highest bit', { permissions: required, chain: chainOf('x', '05', 0x80000000) }],
    [null, 'the override of the seed, root unknown', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_UNTRUSTED_ROOT), site: { certTrustOverride: 0x10020 } }],
    [null, 'the override of the seed, chain partial', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_PARTIAL_CHAIN), site: { certTrustOverride: 0x10020 } }],
    ['403.17', 'the override of the seed, expired besides', { permissions: required, chain: chainOf('x', '05', CertTrust.IS_UNTRUSTED_ROOT | CertTrust.IS_NOT_TIME_VALID), site: { certTrustOverride: 0x10020 } }],
    ['403.16', 'an override forgives nothing in a certificate that cannot be decoded', {
      permissions: required, chain: { ...chainOf('x', '05', 1), elements: [] }, site: { certTrustOverride: CertTrust.ALL }
    }]
  ],
  mapping: [
    [null, 'a certificate that maps', { permissions: required, authentication: 1, chain: alice, site: { users } }],
    ['403.12', 'a certificate that maps to nobody', { permissions: required, authentication: 1, chain: chainOf('CompanyIssuer', '06'), site: { users } }],
    [null, 'a certificate that maps to nobody where nobody is wanted', { permissions: required, chain: chainOf('CompanyIssuer', '06'), site: { users } }],
    ['403.12', 'a certificate whose issuer has no commonName', { permissions: required, authentication: 1, chain: chainOf(null, '05'), site: { users } }],
    ['403.12', 'a site without users', { permissions: required, authentication: 1, chain: alice }]
  ],
  access: [
    ['403.12', 'a user is wanted where no certificate is asked for', { authentication: 1 }],
    [null, 'the UserList names the user', { permissions: required, authentication: 1, userList: 'Alice', chain: alice, site: { users } }],
    [null, 'the UserList names a group of the user', { permissions: required, authentication: 1, userList: '@Finance', chain: alice, site: { users } }],
    ['403.12', 'the UserList does not name the user', { permissions: required, authentication: 1, userList: 'Bob', chain: alice, site: { users } }],
    ['403.12', 'the UserList denies the user', { permissions: required, authentication: 1, userList: '-Alice;*', chain: alice, site: { users } }],
    [null, 'an administrator enters though the UserList denies', { permissions: required, authentication: 1, userList: '-Alice', chain: alice, site: { users, adminUsers: 'Alice' } }],
    [null, 'an administrator enters level 2', { permissions: required, authentication: 2, userList: '-Alice', chain: alice, site: { users, adminUsers: 'alice' } }],
    ['403.12', 'level 2 is for administrators', { permissions: required, authentication: 2, userList: 'Alice', chain: alice, site: { users, adminUsers: 'Bob' } }],
    ['403.12', 'level 2 without AdminUsers is for nobody', { permissions: required, authentication: 2, userList: 'Alice', chain: alice, site: { users } }],
    ['403.12', 'level 3 is for nobody', { permissions: required, authentication: 3, userList: 'Alice', chain: alice, site: { users, adminUsers: 'Alice' } }],
    [null, 'level 0 does not look at the UserList', { permissions: required, userList: '-*', chain: alice, site: { users } }]
  ],
  permissions: [
    ['403.1', 'nothing is granted', { permissions: ['SSL'] }],
    ['403.1', 'SCRIPT_SOURCE grants nothing', { permissions: ['SCRIPT_SOURCE'] }],
    ['403.2', 'GET without READ', { permissions: ['WRITE'] }],
    ['403.2', 'HEAD without READ', { permissions: ['WRITE'], method: 'HEAD' }],
    ['403.2', 'OPTIONS without READ', { permissions: ['WRITE'], method: 'OPTIONS' }],
    ['403.2', 'TRACE without READ', { permissions: ['WRITE'], method: 'TRACE' }],
    ['403.3', 'POST without WRITE', { permissions: ['READ'], method: 'POST' }],
    ['403.3', 'a method nobody knows counts as writing', { permissions: ['READ'], method: 'BREW' }],
    [null, 'GET with READ', { permissions: ['READ'] }],
    [null, 'DELETE with WRITE', { permissions: ['WRITE'], method: 'DELETE' }],
    [null, 'POST with EXECUTE', { permissions: ['EXECUTE'], method: 'POST' }],
    [null, 'GET with EXECUTE', { permissions: ['EXECUTE'] }],
    [null, 'POST with SCRIPT', { permissions: ['SCRIPT'], method: 'POST' }],
    [null, 'the default admits every method', { method: 'PUT' }]
  ]
}

for (const [step, rows] of Object.entries(cases)) {
  t.test(step, async (t) => {
    for (const [answer, why, given] of rows) {
      t.test(`${why}: ${answer ?? 'admitted'}`, async (t) => {
        const decision = decided(given)
        t.equal(decision.subStatus, answer, decision.steps.at(-1)?.reason ?? '')
        t.equal(decision.admitted, answer === null)
        t.equal(decision.code === null, answer === null)
        t.equal(decision.steps.at(-1)?.step, answer === null ? 'permissions' : step, 'the step that decided')
        t.equal(decision.steps.at(-1)?.outcome, answer === null ? 'passed' : 'refused')
      })
    }
  })
}

t.test('an override forgives exactly its bits, in every pair of bits', async (t) => {
  const bits = Object.values(CertTrust) as number[]
  for (const first of bits) {
    for (const second of bits) {
      const chain = chainOf('x', '05', (first | second) >>> 0)
      const { admitted } = decided({ permissions: required, chain, site: { certTrustOverride: first } })
      if (admitted !== (first === second)) {
        t.fail(`${CertTrust.namesOf(first | second)} with ${CertTrust.namesOf(first)} overridden`)
      }
    }
  }
  t.equal(bits.length, 25, 'all bits were tried')
})

t.test('the steps tell the whole way, each with what it looked at', async (t) => {
  const { steps, pseudoUser, virtualRoot } = decided({
    permissions: 0x1C4, authentication: 1, userList: 'Alice', chain: alice, site: { users }
  })
  t.strictSame(steps.map(({ step, outcome }) => `${step} ${outcome}`), [
    'virtualRoot passed', 'transport passed', 'host skipped', 'certificate passed', 'trust passed', 'mapping passed',
    'access passed', 'permissions passed'
  ])
  t.strictSame(steps.find(({ step }) => step === 'mapping')?.inputs, { issuerCN: 'CompanyIssuer', serialNumber: '05' })
  t.strictSame(pseudoUser, { name: 'Alice', groups: ['Finance'], isAdministrator: false })
  t.equal(virtualRoot?.permissions, UrlFlags.EXECUTE | UrlFlags.REQUIRE_CERT | UrlFlags.MAP_CERT | UrlFlags.SSL128)
})

t.test('a refusal of what is revoked says why and since when', async (t) => {
  const chain = chainOf('x', '05', CertTrust.IS_REVOKED)
  const reasonFor = (...revocations: Array<Revocation | null>): string | undefined => {
    const elements = revocations.map((revocation) => ({ ...chain.elements[0]!, revocation }))
    return decided({ permissions: required, chain: { ...chain, elements } }).steps.at(-1)?.reason
  }
  const byCrl: Revocation = { time: Date.UTC(2026, 4, 15), reason: 'keyCompromise', source: 'crl' }
  t.equal(reasonFor(null, byCrl), 'IS_REVOKED; keyCompromise, since 2026-05-15T00:00:00.000Z, by crl')
  t.equal(reasonFor({ ...byCrl, reason: null, source: 'ocsp' }),
    'IS_REVOKED; no reason given, since 2026-05-15T00:00:00.000Z, by ocsp')
})

t.test('what no virtual root governs is left alone', async (t) => {
  const decision = decide({} as Site, null, { method: 'GET', target: '/', connection: {} as ConnectionFacts, chain: null, mapUserAnswer: null, awaitsRevocation: false })
  t.match(decision, { admitted: true, code: null, statusCode: null, subStatus: null })
  t.match(decision, { virtualRoot: null, pseudoUser: null, location: null })
})

t.test('a path with two readings is refused before anything else is looked at', async (t) => {
  const decision = decide({} as Site, AMBIGUOUS, { method: 'GET', target: '/', connection: {} as ConnectionFacts, chain: null, mapUserAnswer: null, awaitsRevocation: false })
  t.match(decision, { admitted: false, code: 'FST_CE_AMBIGUOUS_PATH', statusCode: 400, subStatus: '400', virtualRoot: null })
})

t.test('a refusal without a virtual root says why', async (t) => {
  t.match(refuse('FST_CE_CERT_UNTRUSTED', 'because'), {
    admitted: false, statusCode: 403, subStatus: '403.16', steps: [{ step: 'virtualRoot', outcome: 'refused', reason: 'because' }]
  })
})
