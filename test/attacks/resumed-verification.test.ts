import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { everyProtocol } from '../support/every-protocol.js'
import { hidesIntermediates } from '../support/hidden-intermediates.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import type { StartSiteOptions } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// A week in which all certificates here are valid, and the moments around it.
const notBefore = new Date('2026-03-02T00:00:00Z')
const notAfter = new Date('2026-03-08T23:59:59Z')
const before = new Date('2026-03-01T23:59:59Z')
const within = new Date('2026-03-05T12:00:00Z')
const after = new Date('2026-03-09T00:00:00Z')
const valid = { notBefore, notAfter }

const root = await createAuthority({ commonName: 'Root', ...valid })
const issuer = await root.issueAuthority({ commonName: 'Issuer', keyIdentifiers: false })
const alice = await issuer.issue({ commonName: 'Alice', keyIdentifiers: false })
// Has the name of the issuer, and nothing else of it.
const twin = await createAuthority({ commonName: 'Issuer', keyIdentifiers: false, ...valid })

/** Servers that share them take each other's tickets. */
const ticketKeys = Buffer.alloc(48, 7)
const request = { path: '/secure' }

/** A site that knows no intermediate. */
function start (t: Test, options: Partial<SiteOptions> = {}, more: StartSiteOptions = {}) {
  return startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
    users: { Alice: { issuerCN: 'Issuer' } },
    trustAnchors: root.pem,
    clock: () => within,
    ...options
  }, { http2: true, https: { ticketKeys }, ...more })
}

/** What answers: a sub-status, or the user who was let in. */
const answersOf = ({ responses }: Awaited<ReturnType<typeof visit>>): unknown[] =>
  responses.map(({ json }) => json['subStatus'] ?? json['user'])

// There is no verifier of the user's own: the engine is the only one, and the chain that it found is what is shown.
everyProtocol('S3: the certificate is verified on a resumed session too, whole chain and all', async (t, protocol) => {
  let now = within
  const { port, connections } = await start(t, { clock: () => now }, {
    after: (app) => app.get('/secure', async ({ clientCertificate }) => ({
      user: clientCertificate?.chain.elements.map(({ certificate }) => certificate.subject.commonName).join()
    }))
  })
  const endpoint = { port, identity: alice, ...protocol }
  const { session, ...first } = await visit(endpoint, [request])
  t.same(answersOf({ session, ...first }), ['Alice,Issuer,Root'])
  for (const [moment, answer] of [
    [within, 'Alice,Issuer,Root'], [after, '403.17'], [before, '403.17'], [within, 'Alice,Issuer,Root']
  ] as const) {
    now = moment
    t.same(answersOf(await visit(endpoint, [request], session)), [answer], moment.toISOString())
  }
  t.match(connections.slice(1), Array(4).fill({ resumed: true }))
})

// A revocation or a user removed during a keep-alive takes a reload (issue 5); expiry does not.
everyProtocol('S6: a certificate that expires during a keep-alive is refused at the next request', async (t, protocol) => {
  const moments = [within, notAfter, new Date(notAfter.getTime() + 1), after, before, notBefore]
  // The clock is asked once before, when the intermediates of the handshake are looked at.
  let next = -1
  const { port, connections } = await start(t, { clock: () => moments[Math.max(next++, 0)]! })
  const { responses, session } = await visit({ port, identity: alice, ...protocol }, moments.map(() => request))
  t.same(answersOf({ responses, session }), ['Alice', 'Alice', '403.17', '403.17', '403.17', 'Alice'])
  t.equal(connections.length, 1)
})

everyProtocol('S5: a chain that only the client knows is as good on the resumed session', async (t, protocol) => {
  const { port, connections } = await start(t)
  const endpoint = { port, identity: alice, ...protocol }
  const first = await visit(endpoint, [request])
  t.same(answersOf(first), ['Alice'])
  t.same(answersOf(await visit(endpoint, [request], first.session)), ['Alice'])
  t.same(answersOf(await visit(endpoint, [request], first.session)), ['Alice'])
  t.match(connections, [{ resumed: false }, { resumed: true }, { resumed: true }])
})

everyProtocol('S5: an anchor that takes the issuer\'s place on the resumed session does not spoil it', async (t, protocol) => {
  const { port, connections } = await start(t, { trustAnchors: [twin.pem, root.pem] })
  const endpoint = { port, identity: alice, ...protocol }
  const first = await visit(endpoint, [request])
  t.same(answersOf(first), ['Alice'])
  t.same(answersOf(await visit(endpoint, [request], first.session)), ['Alice'])
  t.same(answersOf(await visit(endpoint, [request], first.session)), ['Alice'])
  t.match(connections, [{ resumed: false }, { resumed: true }, { resumed: true }])
})

everyProtocol('S5: a new process has no chain for an old ticket until its operator gives one', async (t, protocol) => {
  const { port } = await start(t)
  const { session } = await visit({ port, identity: alice, ...protocol }, [request])
  for (const [what, options, answer] of [
    ['that knows the root alone', {}, '403.16'],
    ['that knows the issuer', { intermediates: issuer.pem }, 'Alice'],
    ['that knows another issuer of the same name', { intermediates: twin.pem }, '403.16'],
    ['that trusts another issuer of the same name', { trustAnchors: twin.pem }, '403.16']
  ] as const) {
    const restarted = await start(t, options)
    const resumed = await visit({ port: restarted.port, identity: alice, ...protocol }, [request, request], session)
    t.same(answersOf(resumed), [answer, answer], `a process ${what}`)
    t.match(restarted.connections, [{ resumed: true }])
  }
})

everyProtocol('S5: a full handshake heals a chain that a new process did not have', async (t, protocol) => {
  const { port } = await start(t)
  const { session } = await visit({ port, identity: alice, ...protocol }, [request])
  const restarted = await start(t)
  const endpoint = { port: restarted.port, identity: alice, ...protocol }
  t.same(answersOf(await visit(endpoint, [request], session)), ['403.16'])
  t.same(answersOf(await visit(endpoint, [request])), ['Alice'])
  t.same(answersOf(await visit(endpoint, [request], session)), ['Alice'])
})

// OpenSSL looks at the clock of the machine, and what it accepts some versions of Node show in part (node-tls.md 2).
const rootOfToday = await createAuthority({ commonName: 'Root' })
const issuerOfToday = await rootOfToday.issueAuthority({ commonName: 'Issuer' })
const aliceOfToday = await issuerOfToday.issue({ commonName: 'Alice' })

for (const [what, options, answer] of [
  ['that the operator does not give', {}, hidesIntermediates ? '403.16' : 'Alice'],
  ['that the operator gives', { intermediates: issuerOfToday.pem }, 'Alice']
] as const) {
  const name = `S5: with an intermediate of today ${what}, resumed or not, Node ${process.version} gives ${answer}`
  everyProtocol(name, async (t, protocol) => {
    const { port, connections } = await start(t, { trustAnchors: rootOfToday.pem, clock: () => new Date(), ...options })
    const endpoint = { port, identity: aliceOfToday, ...protocol }
    const first = await visit(endpoint, [request])
    t.same(answersOf(first), [answer])
    t.same(answersOf(await visit(endpoint, [request, request], first.session)), [answer, answer])
    t.match(connections, [{ resumed: false }, { resumed: true }])
  })
}
