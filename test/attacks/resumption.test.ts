import { createSecureContext } from 'node:tls'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { everyProtocol } from '../support/every-protocol.js'
import type { Protocol } from '../support/every-protocol.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import type { StartSiteOptions } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// A week in which all certificates here are valid.
const notBefore = new Date('2026-03-02T00:00:00Z')
const notAfter = new Date('2026-03-08T23:59:59Z')
const time = new Date('2026-03-05T12:00:00Z')
const valid = { notBefore, notAfter }

const root = await createAuthority({ commonName: 'Root', ...valid })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a' })
const otherRoot = await createAuthority({ commonName: 'Other Root', ...valid })
const otherServer = await otherRoot.issueServer(['a.test', 'b.test'])

/** Servers that share them take each other's tickets. */
const ticketKeys = Buffer.alloc(48, 7)

const site: SiteOptions = {
  virtualRoots: {
    '/required': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' },
    '/wanted': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'], authentication: 1 },
    '/allowed': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] }
  },
  users: { Alice: { issuerCN: 'Issuer', serialNumber: '0a' } },
  trustAnchors: root.pem,
  intermediates: issuer.pem,
  clock: () => time
}

/** What answers: a sub-status, or the user who was let in. */
const answersOf = ({ responses }: Awaited<ReturnType<typeof visit>>): unknown[] =>
  responses.map(({ json }) => json['subStatus'] ?? json['user'])

/** A site with both versions of HTTP that takes the tickets of all the others. */
function start (t: Test, options: Partial<SiteOptions> = {}, more: StartSiteOptions = {}) {
  return startSite(t, { ...site, ...options }, { http2: true, ...more, https: { ticketKeys, ...more.https } })
}

const paths = [{ path: '/required' }, { path: '/wanted' }, { path: '/allowed' }]

everyProtocol('S1: a client without a certificate that resumes is still without one', async (t, protocol) => {
  const { port, connections } = await start(t)
  const first = await visit({ port, ...protocol }, paths)
  t.same(answersOf(first), ['403.7', '403.7', null])
  const second = await visit({ port, ...protocol }, paths, first.session)
  t.same(answersOf(second), ['403.7', '403.7', null])
  t.match(connections, [{ resumed: false }, { resumed: true }])
})

const tightened: ReadonlyArray<[what: string, options: Partial<SiteOptions>, answers: unknown[]]> = [
  ['whose trust anchor is another', { trustAnchors: otherRoot.pem, intermediates: [] }, ['403.16', '403.16', '403.16']],
  ['whose trust anchor is another, and which knows the issuer', { trustAnchors: otherRoot.pem }, ['403.16', '403.16', '403.16']],
  ['that distrusts the certificate', { distrusted: alice.pem }, ['403.16', '403.16', '403.16']],
  ['that wants to know of revocations', { revocation: 'chain' }, ['403.16', '403.16', '403.16']],
  ['for which the certificate has expired', { clock: () => new Date('2026-03-09T00:00:00Z') }, ['403.17', '403.17', '403.17']],
  ['that knows no such user', { users: { Bob: { serialNumber: '0b' } } }, ['403.12', '403.12', null]],
  ['that has given the certificate to somebody else', { users: { Bob: { serialNumber: '0a' } } }, ['403.12', 'Bob', 'Bob']],
  ['with the same rules', {}, ['Alice', 'Alice', 'Alice']]
]

// S4 too, as far as it needs no reload: the second site stands for the first one after its operator has changed it.
everyProtocol('S2, S4: a ticket of one site resumed at another is judged by the rules of that other', async (t, protocol) => {
  const { port } = await start(t)
  const ticket = await visit({ port, identity: alice, ...protocol }, paths)
  t.same(answersOf(ticket), ['Alice', 'Alice', 'Alice'])
  for (const [what, options, answers] of tightened) {
    const other = await start(t, options)
    const resumed = await visit({ port: other.port, identity: alice, ...protocol }, paths, ticket.session)
    t.same(answersOf(resumed), answers, `at a site ${what}`)
    t.match(other.connections, [{ resumed: true }], 'the ticket was taken')
  }
})

everyProtocol('S2: a ticket made without a certificate does not become one elsewhere', async (t, protocol) => {
  const { port } = await start(t, { trustAnchors: otherRoot.pem })
  const { session } = await visit({ port, ...protocol }, paths)
  const other = await start(t)
  const resumed = await visit({ port: other.port, identity: alice, ...protocol }, paths, session)
  t.same(answersOf(resumed), ['403.7', '403.7', null])
  t.match(other.connections, [{ resumed: true }])
})

// Two hosts that trust different CAs, as an operator might try to set them up with Node's own options.
const hosts = { 'a.test': { ca: otherRoot.pem }, 'b.test': { ca: root.pem } }
const stranger = await otherRoot.issue({ commonName: 'Alice', serialNumber: '0a' })

everyProtocol('S2: a ticket of a host with another CA, added by addContext, is judged by the rules of now', async (t, protocol) => {
  const { port, app, connections } = await start(t)
  const server = app.server as unknown as { addContext (host: string, context: object): void }
  for (const [host, context] of Object.entries(hosts)) {
    server.addContext(host, { key: otherServer.keyPem, cert: otherServer.pem, ...context, ticketKeys })
  }
  await resumesElsewhere(t, { port, ...protocol })
  t.equal(connections.length, 2)
})

everyProtocol('S2: a ticket of a host with another CA, chosen by SNICallback, is judged by the rules of now', async (t, protocol) => {
  const { port, connections } = await start(t, {}, {
    https: {
      SNICallback (host, done) {
        const context = hosts[host as keyof typeof hosts]
        done(null, createSecureContext({ key: otherServer.keyPem, cert: otherServer.pem, ...context, ticketKeys }))
      }
    }
  })
  await resumesElsewhere(t, { port, ...protocol })
  t.equal(connections.length, 2)
})

/**
 * The handshake at a.test, whose context trusts the stranger's CA; then the same session at b.test. Node 20 resumes it
 * there, later versions make a full handshake (seen on 22.23, 24.21 and 26.10): the answer is the same.
 */
async function resumesElsewhere (t: Test, endpoint: Protocol & { port: number }): Promise<void> {
  const first = await visit({ ...endpoint, identity: stranger, servername: 'a.test' }, paths)
  t.same(answersOf(first), ['403.16', '403.16', '403.16'])
  const second = await visit({ ...endpoint, identity: stranger, servername: 'b.test' }, paths, first.session)
  t.same(answersOf(second), ['403.16', '403.16', '403.16'])
}

// Node shows no name of a resumed TLS 1.2 session, and the name of the resuming ClientHello of a TLS 1.3 session.
// `httpsOptions` turns tickets off for such a site; here the operator has turned them on again.
everyProtocol('S2: where rules depend on the host, a request for another host is misdirected', async (t, protocol) => {
  const { port, connections } = await start(t, { certificateHost: 'b.test' }, { https: { secureOptions: 0 } })
  const requestFor = (host: string) => [{
    path: '/required', headers: protocol.http === 'h2' ? { ':authority': host } : { host }
  }]
  const endpoint = { port, identity: alice, ...protocol }
  const first = await visit({ ...endpoint, servername: 'a.test' }, requestFor('a.test'))
  t.same(answersOf(first), ['Alice'])
  for (const [servername, host, answer, ofSession] of [
    ['a.test', 'b.test', '421', '421'],
    ['b.test', 'b.test', 'Alice', '421'],
    ['b.test', 'a.test', '421', 'Alice'],
    [undefined, 'b.test', '421', '421']
  ] as const) {
    const named = servername === undefined ? endpoint : { ...endpoint, servername }
    const again = await visit(named, requestFor(host), first.session)
    const nameless = protocol.tls === 'TLSv1.2' && connections.at(-1)?.resumed === true
    t.same(answersOf(again), [nameless ? ofSession : answer], `${servername}, for ${host}`)
  }
  t.equal(connections.length, 5)
})
