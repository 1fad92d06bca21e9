import t from 'tap'
import { peerCertificateOf } from '../../lib/connection/peer-certificate.js'
import { everyProtocol } from '../support/every-protocol.js'
import { keepLog } from '../support/log.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const named = { commonName: 'Issuer', keyIdentifiers: false }
const anchor = await createAuthority(named)
const stranger = await createAuthority(named)
const mallory = await stranger.issue({ commonName: 'Mallory', keyIdentifiers: false })

everyProtocol('a certificate with a wrong signature is answered, more than once', async (t, protocol) => {
  const { port } = await startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: anchor.pem
  }, { http2: true })
  const requests = [{ path: '/secure' }, { path: '/elsewhere' }, { path: '/secure' }]
  const { responses } = await visit({ port, identity: mallory, ...protocol }, requests)
  t.same(responses.map(({ status }) => status), [403, 200, 403])
  t.equal(responses[0]?.json['subStatus'], '403.16')
})

t.test('a connection without a certificate is left as it is', async (t) => {
  const { port } = await startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: anchor.pem
  })
  const { responses } = await visit({ port, tls: 'TLSv1.2' }, [{ path: '/secure' }])
  t.equal(responses[0]?.json['subStatus'], '403.7')
})

const certificateHost = 'secure.example.org'

for (const [where, tls, options, byHostName] of [
  ['in TLS 1.3', 'TLSv1.3', {}, false],
  ['in TLS 1.2', 'TLSv1.2', {}, false],
  ['where others are asked later', 'TLSv1.2', { acquire: 'renegotiate', certificateHost }, true]
] as const) {
  t.test(`what was verified in the handshake is there when its connection is resumed, ${where}`, async (t) => {
    const root = await createAuthority({ commonName: 'Root' })
    const intermediate = await root.issueAuthority({ commonName: 'Intermediate' })
    const identity = await intermediate.issue({ commonName: 'Alice' })
    const { port, connections } = await startSite(t, {
      virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } }, trustAnchors: root.pem, ...options
    }, { byHostName })
    const alice = { port, identity, tls, servername: certificateHost }
    const { session } = await visit(alice, [{ path: '/elsewhere' }])
    const { responses } = await visit(alice, [{ path: '/secure', headers: { host: certificateHost } }], session)
    t.match(connections, [{ resumed: false }, { resumed: true }])
    t.equal(responses[0]?.status, 200)
  })
}

t.test('whoever takes over a connection, resumed or not, finds what came with its leaf', async (t) => {
  const root = await createAuthority({ commonName: 'Root' })
  const alice = await (await root.issueAuthority({ commonName: 'Intermediate' })).issue({ commonName: 'Alice' })
  const found: number[] = []
  const { app, port } = await startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } }, trustAnchors: root.pem
  })
  app.server.on('secureConnection', (socket) => found.push(peerCertificateOf(socket)!.intermediates.length))
  const { session } = await visit({ port, identity: alice, tls: 'TLSv1.3' }, [{ path: '/elsewhere' }])
  await visit({ port, identity: alice, tls: 'TLSv1.3' }, [{ path: '/elsewhere' }], session)
  t.same(found, [2, 2], 'the intermediate and the anchor')
})

t.test('a clock that fails during a handshake is logged, and nothing falls over', async (t) => {
  const root = await createAuthority({ commonName: 'Root' })
  const alice = await (await root.issueAuthority({ commonName: 'Intermediate' })).issue({ commonName: 'Alice' })
  const log = keepLog()
  const { port } = await startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: root.pem,
    clock: () => { throw new Error('the battery is empty') }
  }, { fastify: { logger: log.logger } })
  const { responses } = await visit({ port, identity: alice, tls: 'TLSv1.3' }, [{ path: '/elsewhere' }])
  t.equal(responses[0]?.status, 200)
  t.match(log.lines, [{ level: 50, msg: /the certificate of a connection could not be verified/ }])
})
