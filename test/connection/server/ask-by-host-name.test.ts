import { constants } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import { connect as connectTcp } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { TLSSocket, TlsOptions } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import { peerCertificateOf } from '../../../lib/connection/peer-certificate.js'
import { askedOn } from '../../../lib/connection/server/asked.js'
import { askByHostName, askingOf, certificateHostOf } from '../../../lib/connection/server/ask-by-host-name.js'
import { sidesOf } from '../../../lib/connection/server/sides.js'
import { createSite } from '../../../lib/site/options.js'
import { closed } from '../../support/closed.js'
import { createAuthority } from '../../support/pki.js'
import { connectTls, openTls } from '../../support/raw-tls.js'
import { visit } from '../../support/visit.js'

const authority = await createAuthority({ commonName: 'Root' })
const alice = await authority.issue({ commonName: 'Alice' })
const { keyPem: key, chainPem: cert } = await authority.issueServer(['www.test', 'secure.test'])
const requests = [{ path: '/' }]

interface Running {
  server: Server
  port: number
}

/** A server that says what it knows of a connection: whether it was asked, and whether a certificate came. */
async function start (t: Test, certificateHost = 'secure.test', options: TlsOptions = {}): Promise<Running> {
  const site = createSite({ virtualRoots: {}, trustAnchors: authority.pem, certificateHost })
  const sides = (given: TlsOptions) => sidesOf(site, site.engine!, given)
  const given = { key, cert, ...options }
  const server = createServer(sides(given).asked, ({ socket }, response) => {
    response.setHeader('content-type', 'application/json')
    const hasCertificate = peerCertificateOf(socket as TLSSocket) !== null
    const isOurs = (socket as { server?: object }).server === server
    response.end(JSON.stringify({ asked: askedOn(socket), hasCertificate, isOurs }))
  })
  askByHostName(server, { acquire: site.acquire, certificateHost, sides, given })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close(); server.closeAllConnections() })
  return { server, port: (server.address() as AddressInfo).port }
}

const names: Array<[serverName: string | undefined, certificateHost: string, asked: boolean]> = [
  ['secure.test', 'secure.test', true],
  ['SECURE.Test', 'secure.test', true],
  ['secure.test.', 'secure.test', true],
  ['www.test', 'secure.test', false],
  ['secure.test.www.test', 'secure.test', false],
  ['a.secure.test', '*.secure.test', true],
  ['A.SECURE.TEST', '*.secure.test', true],
  ['secure.test', '*.secure.test', false],
  ['a.b.secure.test', '*.secure.test', false],
  [undefined, 'secure.test', true],
  [undefined, '*.secure.test', true]
]

for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
  for (const [serverName, certificateHost, asked] of names) {
    t.test(`${tls}: a client of ${serverName} is ${asked ? '' : 'not '}asked for ${certificateHost}`, async (t) => {
      const { port } = await start(t, certificateHost)
      const endpoint = { port, tls, identity: alice, ...serverName !== undefined && { servername: serverName } }
      const { responses } = await visit(endpoint, requests)
      t.match(responses, [{ json: { asked, hasCertificate: asked, isOurs: true } }])
    })
  }
}

t.test('the server says which host it asks by, and how others are asked', async (t) => {
  const { server } = await start(t, '*.secure.test')
  t.equal(certificateHostOf(server), '*.secure.test')
  t.strictSame(askingOf(server), { acquire: 'handshake', certificateHost: '*.secure.test' })
  for (const asked of [certificateHostOf, askingOf]) t.equal(asked(createServer()), null)
})

for (const servername of ['secure.test', 'www.test']) {
  t.test(`${servername}: sessions and keys are told to whoever listens, and only then`, async (t) => {
    // With tickets, TLS 1.2 has no sessions that the server would keep.
    const { server, port } = await start(t, 'secure.test', { secureOptions: constants.SSL_OP_NO_TICKET })
    const seen: string[] = []
    const onSession = (_id: Buffer, _session: Buffer, done: () => void): void => { seen.push('newSession'); done() }
    const onKey = (): void => { seen.push('keylog') }
    server.on('newSession', onSession).on('newSession', onSession).on('keylog', onKey)
    await visit({ port, servername, tls: 'TLSv1.2' }, requests)
    t.ok(seen.includes('keylog') && seen.includes('newSession'))
    server.off('newSession', onSession).off('newSession', onSession).off('keylog', onKey)
    seen.length = 0
    t.match(await visit({ port, servername, tls: 'TLSv1.2' }, requests), { responses: [{ status: 200 }] })
    t.same(seen, [])
  })

  t.test(`${servername}: a handshake that fails is told`, async (t) => {
    const { server, port } = await start(t, 'secure.test', { minVersion: 'TLSv1.3' })
    const client = openTls({ port, servername, tls: 'TLSv1.2' }).on('error', () => undefined)
    const [error] = await once(server, 'tlsClientError')
    t.equal(error.code, 'ERR_SSL_UNSUPPORTED_PROTOCOL')
    client.destroy()
  })

  t.test(`${servername}: another certificate of the server takes effect`, async (t) => {
    const { server, port } = await start(t)
    const other = await authority.issueServer([servername], { commonName: 'Other' })
    server.setSecureContext({ key: other.keyPem, cert: other.pem })
    t.equal(await subjectSeen(t, port, servername), 'Other')
    t.match(await visit({ port, servername, identity: alice }, requests), {
      responses: [{ json: { hasCertificate: servername === 'secure.test' } }]
    })
  })

  t.test(`${servername}: a certificate for one host alone takes effect`, async (t) => {
    const { server, port } = await start(t)
    const other = await authority.issueServer([servername], { commonName: 'Other' })
    server.addContext(servername, createSecureContext({ key: other.keyPem, cert: other.pem }))
    t.equal(await subjectSeen(t, port, servername), 'Other')
  })

  t.test(`${servername}: other ticket keys end the sessions that there are`, async (t) => {
    const { server, port } = await start(t)
    const endpoint = { port, servername, tls: 'TLSv1.2' } as const
    const resumed = async (session: Buffer | undefined): Promise<boolean> => {
      const socket = await connectTls(endpoint, session)
      t.teardown(() => socket.destroy())
      return socket.isSessionReused()
    }
    const { session } = await visit(endpoint, requests)
    t.equal(await resumed(session), true)
    server.setTicketKeys(Buffer.alloc(48, 1))
    t.equal(await resumed(session), false)
  })
}

async function subjectSeen (t: Test, port: number, servername: string): Promise<unknown> {
  const socket = await connectTls({ port, servername })
  t.teardown(() => socket.destroy())
  return socket.getPeerCertificate().subject.CN
}

/** A client that never says anything, as soon as the server has it. */
async function silentClient ({ server, port }: Running): Promise<Socket> {
  const client = connectTcp(port, '127.0.0.1').on('error', () => undefined)
  await once(server, 'connection')
  return client
}

t.test('who says nothing is cut off when a handshake has taken as long as it may', async (t) => {
  const running = await start(t, 'secure.test', { handshakeTimeout: 50 })
  const told = once(running.server, 'tlsClientError')
  const client = await silentClient(running)
  await closed(client)
  t.match(await told, [{ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }])
})

t.test('who says nothing does not keep the server from closing', async (t) => {
  const running = await start(t)
  const client = await silentClient(running)
  t.equal(await connections(running.server), 1)
  const ended = Promise.all([once(running.server, 'close'), closed(client)])
  let called = false
  running.server.close(() => { called = true })
  await ended
  t.ok(called)
})

t.test('connections are counted from their first octet, and no more than allowed are let in', async (t) => {
  const running = await start(t)
  running.server.maxConnections = 1
  const client = await silentClient(running)
  const dropped = once(running.server, 'drop')
  const second = connectTcp(running.port, '127.0.0.1').on('error', () => undefined)
  await dropped
  t.equal(await connections(running.server), 1)
  second.destroy()
  client.destroy()
})

function connections (server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => { if (error) reject(error); else resolve(count) })
  })
}
