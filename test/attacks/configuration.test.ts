import { inspect } from 'node:util'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import ceCertAuth, { CertificateChainEngine, httpsOptions } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { explainSite } from '../support/explain-site.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// A week in which all certificates here are valid.
const valid = { notBefore: new Date('2026-03-02T00:00:00Z'), notAfter: new Date('2026-03-08T23:59:59Z') }
const time = new Date('2026-03-05T12:00:00Z')

const root = await createAuthority({ commonName: 'Root', ...valid })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a' })
const server = await root.issueServer()
const strangerRoot = await createAuthority({ commonName: 'Stranger', ...valid })
const stranger = await strangerRoot.issue({ commonName: 'Alice', serialNumber: '0a' })

const site = {
  virtualRoots: {
    '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' },
    '/administration': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 2 },
    '/open': {}
  },
  users: { Alice: { issuerCN: 'Issuer', serialNumber: '0a' } },
  trustAnchors: [root.pem],
  intermediates: [issuer.pem],
  clock: () => time
} satisfies SiteOptions

/** The site with options that TypeScript would not let through. */
function siteWith (options: Record<string, unknown>): SiteOptions {
  return { ...site, ...options } as SiteOptions
}

/** Each of the ways in stops the start with a TypeError that names the option. */
async function stopsTheStart (t: Test, options: Record<string, unknown>, message: RegExp, name: string): Promise<void> {
  const app = Fastify()
  t.teardown(() => app.close())
  await t.rejects(async () => app.register(ceCertAuth, siteWith(options)), { name: 'TypeError', message }, `${name}: register`)
  t.throws(() => httpsOptions(siteWith(options)), { name: 'TypeError', message }, `${name}: httpsOptions`)
}

const garbage = '-----BEGIN CERTIFICATE-----\nTm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n'
const cut = root.pem.slice(0, -40)
const badTrustAnchors: ReadonlyArray<[what: string, value: unknown]> = [
  ['missing', undefined],
  ['null', null],
  ['false', false],
  ['a number', 0],
  ['an empty text', ''],
  ['a blank text', ' \r\n'],
  ['an empty array', []],
  ['no bytes', Buffer.of()],
  ['an array of an empty text', ['']],
  ['an array of an empty array', [[]]],
  ['an array with a hole', [root.pem, undefined]],
  ['a text without a certificate', 'Mozilla'],
  ['the name of a file', '/etc/ssl/certs/ca-certificates.crt'],
  ['a block of garbage', garbage],
  ['a block that is cut short', cut],
  ['one of two bad, in one text', root.pem + garbage],
  ['one of two bad, the first', garbage + root.pem],
  ['one of two bad, in an array', [root.pem, garbage]],
  ['one of two bad, as bytes', [root.der, root.der.subarray(0, -1)]],
  ['a private key', root.keyPem],
  ['a private key besides', root.pem + root.keyPem],
  ['a promise of one', Promise.resolve(root.pem)],
  ['an object', { pem: root.pem }],
  ['a function', () => root.pem]
]

// A file that goes away at a reload needs a reload (issue 5).
t.test('S19: trust anchors that are missing, empty or bad in any part stop the start', async (t) => {
  for (const [what, value] of badTrustAnchors) {
    await stopsTheStart(t, { trustAnchors: value }, /trustAnchors/, what)
    t.throws(() => new CertificateChainEngine({ trustAnchors: value } as never), { name: 'TypeError', message: /trustAnchors/ },
      `${what}: engine`)
  }
})

t.test('S19: intermediates and distrusted certificates that are bad in any part stop the start', async (t) => {
  for (const [what, value] of badTrustAnchors) {
    if (value === undefined || what === 'an empty array') continue // both say that there are none
    for (const option of ['intermediates', 'distrusted']) {
      await stopsTheStart(t, { [option]: value }, new RegExp(option), `${option}, ${what}`)
    }
  }
})

t.test('S19: a certificate root on a server that asks for no certificate stops the start', async (t) => {
  const tls = { key: server.keyPem, cert: server.pem }
  for (const [what, options] of [
    ['plain HTTP', {}],
    ['plain HTTP/2', { http2: true }],
    ['TLS alone', { https: tls }],
    ['TLS with anchors alone', { https: { ...tls, ca: root.pem } }],
    ['TLS that was told not to ask', { https: { ...tls, ...httpsOptions(site), requestCert: false } }]
  ] as ReadonlyArray<[string, FastifyServerOptions]>) {
    const app = Fastify(options) as unknown as FastifyInstance
    t.teardown(() => app.close())
    await app.register(ceCertAuth, site)
    await t.rejects(async () => app.ready(), { name: 'TypeError', message: /^https: / }, what)
  }
})

t.test('S19: no anchors but the configured ones are ever handed to Node', async (t) => {
  const { ca } = httpsOptions(site)
  t.equal([ca].flat().length, 1)
  t.equal(httpsOptions({ virtualRoots: { '/open': {} } }).requestCert, undefined, 'who has none asks for nothing')
})

// Node's own `ca`: undefined is the bundled Mozilla roots, null and [] are the same or nothing.
for (const ca of [undefined, [], strangerRoot.pem, [root.pem, strangerRoot.pem]]) {
  t.test(`S19: what Node itself trusts does not matter (ca: ${inspect(ca, { maxStringLength: 40 })})`, async (t) => {
    const { port } = await startSite(t, site, { https: { ca } as object })
    for (const [identity, status] of [[alice, 200], [stranger, 403], [null, 403]] as const) {
      const { responses } = await visit({ port, identity }, [{ path: '/secure' }])
      t.equal(responses[0]?.status, status, identity === null ? 'nobody' : identity.issuer!.certificate.subject)
    }
  })
}

// Values that are never right: not even one that a lenient reader would take for its string, its number or its absence.
const strange: readonly unknown[] = [
  null, true, false, 'false', 'true', '0x1C4', NaN, -1, 0.5, 2 ** 32, Infinity, 1n, Symbol('x'), () => {}, new Date(0),
  /x/, new Map([['a', 1]]), new Set(['a']), Promise.resolve({}), new (class Options { permissions = 0 })(),
  { unknown: 1 }, { constructor: 1 }, JSON.parse('{"__proto__": {"permissions": 0}}'), [[]], [{}], ['__proto__']
]

/** Each place where an option is, with the strange values that are right there. */
const places: Record<string, { at: (value: unknown) => Record<string, unknown>, right?: readonly unknown[] }> = {
  virtualRoots: { at: (value) => ({ virtualRoots: value }) },
  'virtualRoots[/secure]': { at: (root) => ({ virtualRoots: { '/secure': root } }) },
  permissions: { at: (permissions) => ({ virtualRoots: { '/secure': { permissions } } }) },
  authentication: { at: (authentication) => ({ virtualRoots: { '/secure': { authentication } } }) },
  userList: { at: (userList) => ({ virtualRoots: { '/secure': { userList } } }), right: ['false', 'true', '0x1C4'] },
  users: { at: (users) => ({ users }) },
  'users.Alice': { at: (user) => ({ users: { Alice: user } }) },
  issuerCN: { at: (issuerCN) => ({ users: { Alice: { issuerCN } } }), right: ['false', 'true', '0x1C4'] },
  serialNumber: { at: (serialNumber) => ({ users: { Alice: { serialNumber } } }) },
  groups: { at: (groups) => ({ users: { Alice: { issuerCN: 'x', groups } } }), right: ['false', 'true', '0x1C4'] },
  adminUsers: { at: (adminUsers) => ({ adminUsers }), right: ['false', 'true', '0x1C4'] },
  trustAnchors: { at: (trustAnchors) => ({ trustAnchors }) },
  intermediates: { at: (intermediates) => ({ intermediates }) },
  crls: { at: (crls) => ({ crls }) },
  distrusted: { at: (distrusted) => ({ distrusted }) },
  strength: { at: (strength) => ({ strength }) },
  certTrustOverride: { at: (certTrustOverride) => ({ certTrustOverride }) },
  revocation: { at: (revocation) => ({ revocation }) },
  acquire: { at: (acquire) => ({ acquire }) },
  postReadSize: { at: (postReadSize) => ({ postReadSize }), right: [2 ** 32] },
  renegotiationTimeout: { at: (renegotiationTimeout) => ({ renegotiationTimeout }) },
  certificateHost: { at: (certificateHost) => ({ certificateHost }), right: ['false', 'true', '0x1C4'] },
  serialNumberByteOrder: { at: (serialNumberByteOrder) => ({ serialNumberByteOrder }) },
  clock: { at: (clock) => ({ clock }), right: [strange[13]] }
}

for (const [place, { at, right = [] }] of Object.entries(places)) {
  t.test(`S21: ${place} with a strange value stops the start`, async (t) => {
    for (const value of strange) {
      const start = () => explainSite(siteWith(at(value)))
      if (right.includes(value)) t.doesNotThrow(start, inspect(value))
      else t.throws(start, { name: 'TypeError' }, inspect(value))
    }
  })
}

t.test('S21: a misspelt option stops the start, wherever it is', async (t) => {
  for (const options of [
    { trustAnchor: root.pem },
    { VirtualRoots: {} },
    { virtualRoots: { '/secure': { permission: ['REQUIRE_CERT'] } } },
    { virtualRoots: { '/secure': { permissions: ['REQUIRE_CERTIFICATE'] } } },
    { virtualRoots: { '/secure': { permissions: ['require_cert'] } } },
    { virtualRoots: { '/secure': { permissions: ['namesOf'] } } },
    { virtualRoots: { '/secure': { permissions: ['toString'] } } },
    { virtualRoots: { '/secure': { permissions: 0x800 } } },
    { users: { Alice: { issuerCn: 'Issuer' } } },
    { users: { Alice: { serial: '0a' } } }
  ]) await stopsTheStart(t, options, /unknown/, inspect(options))
})

t.test('S21: a misspelt or strange option of a route stops the start', async (t) => {
  const options = [null, true, 'READ', [], { permission: ['READ'] }, { permissions: ['read'] }, { authentication: '1' }, { userList: ['Alice'] }]
  for (const ceCertAuthOfRoute of options) {
    const app = Fastify()
    t.teardown(() => app.close())
    await app.register(ceCertAuth, site)
    const register = () => app.get('/open/route', { config: { ceCertAuth: ceCertAuthOfRoute as object } }, async () => 'in')
    t.throws(register, { name: 'TypeError', message: /config.ceCertAuth/ }, inspect(ceCertAuthOfRoute))
  }
})

t.test('S22: a user without a rule stops the start', async (t) => {
  for (const user of [{}, { groups: 'Finance' }, { issuerCN: undefined, serialNumber: undefined }, { issuerCN: '' },
    { serialNumber: '' }, { serialNumber: ' ' }, { serialNumber: Buffer.of() }, { serialNumber: [] }, { issuerCN: [] },
    { issuerCN: 'Issuer', serialNumber: '' }, { issuerCN: '', serialNumber: '0a' }, [], undefined]) {
    await stopsTheStart(t, { users: { Alice: user } }, /^users\['Alice'\]/, inspect(user))
  }
})

t.test('S22: what is empty matches nobody', async (t) => {
  const answer = (options: Record<string, unknown>, path = '/secure') =>
    explainSite(siteWith(options))({ path, certificate: alice.pem }).subStatus
  t.equal(answer({}), null, 'Alice comes in')
  for (const users of [{}, [], new Map(), undefined]) t.equal(answer({ users }), '403.12', `users: ${inspect(users)}`)
  for (const adminUsers of ['', undefined]) {
    t.equal(answer({ adminUsers }, '/administration'), '403.12', `adminUsers: ${inspect(adminUsers)}`)
  }
  t.equal(answer({ adminUsers: 'Alice' }, '/administration'), null)
  for (const adminUsers of [' ', ';', ' ; ;']) t.throws(() => answer({ adminUsers }), TypeError, 'a list without an entry')
})

// behaviour.md 1: an empty UserList is none, as the vendor's manual says; it allows whoever is a user.
t.test('S22: an empty UserList allows users, and nobody else', async (t) => {
  const siteOf = (userList: string) =>
    siteWith({ virtualRoots: { '/secure': { ...site.virtualRoots['/secure'], userList } } })
  const explain = explainSite(siteOf(''))
  t.equal(explain({ path: '/secure', certificate: alice.pem }).subStatus, null)
  t.equal(explain({ path: '/secure' }).subStatus, '403.7')
  t.equal(explain({ path: '/secure', certificate: stranger.pem }).subStatus, '403.16')
  for (const userList of [' ', ';', ' ; ;']) t.throws(() => explainSite(siteOf(userList)), TypeError)
})

// No callback of an operator authorises anybody, so that none can do it by a truthy value. The clock is the only one.
t.test('S23: a clock that fails admits nobody, and breaks nothing', async (t) => {
  let tell: () => unknown = () => time
  const { port } = await startSite(t, siteWith({ clock: () => tell() }))
  const frozen = Object.freeze(new Error('frozen'))
  const failing: ReadonlyArray<[what: string, tell: () => unknown]> = [
    ...[undefined, null, true, 0, NaN, '', time.toISOString(), time.getTime(), {}, [time], new Date(NaN), Promise.resolve(time),
      { then: (done: (time: Date) => void) => done(time) }, { getTime: () => time.getTime() }
    ].map((value): [string, () => unknown] => [`returns ${inspect(value)}`, () => value]),
    ...[undefined, null, 'thrown', 0, frozen, Symbol('x'), Object.create(null)
    ].map((value): [string, () => unknown] => [`throws ${inspect(value)}`, () => { throw value }])
  ]
  const answer = async () => (await visit({ port, identity: alice }, [{ path: '/secure' }])).responses[0]
  for (const [what, failure] of failing) {
    tell = failure
    t.match(await answer(), { status: 403, json: { subStatus: '403.16' } }, what)
  }
  tell = () => time
  t.match(await answer(), { status: 200, json: { user: 'Alice' } })
})
