// lessons.md S7, S8, S10, and what else a client can do in the middle of being asked for its certificate
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect as connectHttp2, constants } from 'node:http2'
import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import fastifyWebsocket from '@fastify/websocket'
import t from 'tap'
import type { Test } from 'tap'
import { WebSocket } from 'ws'
import type { SiteOptions } from '../../lib/index.js'
import { closed } from '../support/closed.js'
import { connectTls, gnutls, startProgram, temporaryFolder } from '../support/clients.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { hidesIntermediates } from '../support/hidden-intermediates.js'
import { formatRequest } from '../support/http-messages.js'
import { keepLog } from '../support/log.js'
import { createAuthority } from '../support/pki.js'
import { requireProgram } from '../support/program.js'
import { startSite } from '../support/start-site.js'
import type { StartSiteOptions } from '../support/start-site.js'
import { tlsOptions } from '../support/tls-options.js'
import { startTlsRelay } from '../support/tls-relay.js'
import { visit } from '../support/visit.js'

const guarded = await createGuardedSite({ '/asked': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] } })
const { alice, authority } = guarded
const site: SiteOptions = { ...guarded.site, acquire: 'renegotiate' }
const tls = 'TLSv1.2'
const accounts = formatRequest({ path: '/Accounts' })

/** A site, what its handlers were called for, the handshakes of its connections, and what it logs. */
async function serve (t: Test, options: Partial<SiteOptions> = {}, more: StartSiteOptions = {}) {
  const handled: string[] = []
  const sockets: TLSSocket[] = []
  const log = keepLog()
  let handshakes = 0
  const { app, port } = await startSite(t, { ...site, ...options }, {
    fastify: { logger: log.logger },
    after: (app) => app.all('/*', async ({ raw, pseudoUser }) => {
      handled.push(`${pseudoUser?.name ?? 'nobody'} ${raw.url}`)
      return { user: pseudoUser?.name ?? null }
    }),
    ...more
  })
  app.server.on('secureConnection', (socket: TLSSocket) => {
    sockets.push(socket)
    handshakes++
    socket.on('secure', () => { handshakes++ })
  })
  return { app, port, handled, sockets, log, handshakes: () => handshakes }
}

async function enter (t: Test, port: number, identity: typeof alice | null = alice): Promise<TLSSocket> {
  const client = await connectTls({ port, identity, tls })
  t.teardown(() => { client.destroy() })
  return client.on('error', () => undefined)
}

/** All that comes until the connection ends. */
async function restOf (client: TLSSocket): Promise<string> {
  let text = ''
  client.on('data', (bytes) => { text += bytes })
  await closed(client)
  return text
}

function count (text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

t.test('S7: what is pipelined behind a request that is asked is not executed for its user, and the connection closes', async (t) => {
  const { port, handled } = await serve(t)
  const client = await enter(t, port)
  const requests = ['/Accounts/first', '/Accounts/second', '/asked/third', '/Accounts/fourth']
  client.write(Buffer.concat(requests.map((path) => formatRequest({ path }))))
  const text = await restOf(client)
  t.equal(count(text, /HTTP\/1\.1 200/g), 1)
  t.match(text, /connection: close/i)
  t.strictSame(handled, ['Alice /Accounts/first'])
})

t.test('S7: what came before it is answered first, and as nobody', async (t) => {
  const { port, handled } = await serve(t)
  const client = await enter(t, port)
  const requests = ['/elsewhere', '/asked/early', '/Accounts']
  client.write(Buffer.concat(requests.map((path) => formatRequest({ path }))))
  const text = await restOf(client)
  t.strictSame(handled, ['nobody /elsewhere', 'Alice /asked/early'])
  t.equal(count(text, /HTTP\/1\.1 200/g), 2)
})

t.test('S7: a request whose decision was delayed has no part in a certificate that came after it', async (t) => {
  let release = (): void => undefined
  const delayed = new Promise<void>((resolve) => { release = resolve })
  const { port, handled, sockets } = await serve(t, {}, {
    before: (app) => app.addHook('onRequest', async ({ raw }) => { if (raw.url === '/Accounts/late') await delayed })
  })
  const client = await enter(t, port)
  const renegotiated = once(client, 'secure')
  client.write(Buffer.concat([formatRequest({ path: '/Accounts' }), formatRequest({ path: '/Accounts/late' })]))
  await renegotiated
  while (sockets[0]?.getPeerX509Certificate() === undefined) await setImmediate()
  release()
  const text = await restOf(client)
  t.strictSame(handled, ['Alice /Accounts'])
  t.equal(count(text, /HTTP\/1\.1 200/g), 1)
})

t.test('a certificate whose key is not proved yet lets nobody in', async (t) => {
  let release = (): void => undefined
  const delayed = new Promise<void>((resolve) => { release = resolve })
  const { port, handled, sockets } = await serve(t, {}, {
    before: (app) => app.addHook('onRequest', async ({ raw }) => { if (raw.url === '/Accounts/late') await delayed })
  })
  const relay = await startTlsRelay(t, port)
  const client = await enter(t, relay.port)
  // The requests, ClientHello and Certificate pass; CertificateVerify, which proves the key, does not.
  relay.holdClient(3)
  client.write(Buffer.concat([formatRequest({ path: '/Accounts' }), formatRequest({ path: '/Accounts/late' })]))
  while (sockets[0]?.getPeerX509Certificate() === undefined) await setImmediate()
  release()
  await wait(50)
  t.strictSame(handled, [])
  relay.release()
  await restOf(client)
  t.strictSame(handled, ['Alice /Accounts'])
})

t.test('S8: HTTP/2 is refused as often as it comes, without a half state, and HTTP/1.1 enters', async (t) => {
  const { port, handled } = await serve(t, {}, { http2: true })
  const session = connectHttp2(`https://127.0.0.1:${port}`, tlsOptions({ port, identity: alice, tls, http: 'h2' }))
  t.teardown(() => { session.destroy() })
  for (const [path, method] of [['/Accounts', 'GET'], ['/Accounts', 'POST'], ['/asked', 'GET'], ['/Accounts', 'GET']]) {
    const stream = session.request({ ':path': path, ':method': method })
    stream.on('response', () => t.fail('nothing is answered on HTTP/2'))
    stream.on('error', () => undefined).end()
    await new Promise((resolve) => stream.on('close', resolve))
    t.equal(stream.rstCode, constants.NGHTTP2_HTTP_1_1_REQUIRED, `${method} ${path}`)
  }
  t.strictSame(handled, [])
  const stream = session.request({ ':path': '/elsewhere' })
  t.match((await once(stream, 'response'))[0], { ':status': 200 }, 'other requests go on')
  stream.resume()
  t.match((await visit({ port, identity: alice, tls }, [{ path: '/Accounts' }])).responses, [{ status: 200 }])
  t.strictSame(handled, ['nobody /elsewhere', 'Alice /Accounts'])
})

t.test('S10: a hundred requests without a certificate are asked once', async (t) => {
  const { port, handshakes } = await serve(t)
  const requests = Array.from({ length: 100 }, () => ({ path: '/Accounts' }))
  const { responses } = await visit({ port, tls }, requests)
  t.strictSame([...new Set(responses.map(({ status }) => status))], [403])
  t.equal(handshakes(), 2)
})

t.test('S10: nor does it help to go from root to root', async (t) => {
  const roots = Array.from({ length: 20 }, (_, index) => `/root${index}`)
  const virtualRoots = Object.fromEntries(roots.map((root) => [root, { permissions: ['READ', 'NEGO_CERT'] as const }]))
  const { port, handshakes } = await serve(t, { virtualRoots, users: {} })
  const { responses } = await visit({ port, tls }, roots.map((path) => ({ path })))
  t.strictSame([...new Set(responses.map(({ status }) => status))], [200])
  t.equal(handshakes(), 2)
})

t.test('S10: a flood of requests that wait for their turn ends the connection', async (t) => {
  const { app, port, handled } = await serve(t, {}, {
    before: (app) => app.addHook('onRequest', async ({ raw }) => { if (raw.url === '/slow') await new Promise(() => {}) })
  })
  let arrived = 0
  app.server.on('request', () => { arrived++ })
  const client = await enter(t, port)
  const flood = Array.from({ length: 20_000 }, () => formatRequest({ path: '/Accounts' }))
  client.write(Buffer.concat([formatRequest({ path: '/slow' }), ...flood]))
  t.equal(await restOf(client), '')
  t.strictSame(handled, [])
  t.ok(arrived < flood.length / 4, `${arrived} of ${flood.length} were read`)
})

t.test('S10: as many as a client may send in good faith are not too many', async (t) => {
  let release = (): void => undefined
  const delayed = new Promise<void>((resolve) => { release = resolve })
  const { port, handled } = await serve(t, {}, {
    before: (app) => app.addHook('onRequest', async ({ raw }) => {
      if (raw.url === '/slow') await delayed
      if (raw.url === '/Accounts/last') release()
    })
  })
  const client = await enter(t, port)
  const requests = Array.from({ length: 99 }, () => formatRequest({ path: '/Accounts' }))
  client.write(Buffer.concat([formatRequest({ path: '/slow' }), ...requests, formatRequest({ path: '/Accounts/last' })]))
  await restOf(client)
  t.strictSame(handled, ['nobody /slow', 'Alice /Accounts'])
})

t.test('S10: a client that does not answer is cut off in time', async (t) => {
  const { port, handled, log } = await serve(t, { renegotiationTimeout: 20 })
  const relay = await startTlsRelay(t, port)
  const client = await enter(t, relay.port)
  relay.holdServer()
  client.write(formatRequest({ path: '/asked' }))
  await once(client, 'close')
  t.strictSame(handled, [], 'not even as nobody')
  t.match(log.lines, [{ ceCertAuth: { subStatus: '403.7', reason: /too long/ } }])
})

/** A request that lacks its last byte. */
function partly (body: string): Buffer {
  return formatRequest({ path: '/Accounts', method: 'POST', body }).subarray(0, -1)
}

t.test('clients that go away in the middle leave nothing behind', async (t) => {
  const { app, port, handled, sockets } = await serve(t)
  const relay = await startTlsRelay(t, port)
  const requests: IncomingMessage[] = []
  app.server.on('request', (request) => { requests.push(request) })
  for (const sent of [accounts, partly('x'.repeat(10)), partly('x'.repeat(100_000))]) {
    const client = await enter(t, relay.port)
    relay.holdServer()
    client.write(sent)
    while (requests.length === 0) await setImmediate()
    client.destroy()
    const request = requests.pop()!
    while (!request.socket.destroyed || request.listenerCount('readable') > 0) await setImmediate()
    t.equal(request.listenerCount('data'), 0)
    relay.release()
  }
  t.strictSame(handled, [])
  t.ok(sockets.every(({ destroyed }) => destroyed))
})

/** Sockets and timers of this process. */
function held (): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'Timeout').length
}

for (const how of ['destroy', 'end'] as const) {
  t.test(`at whatever moment a client goes away, by ${how}, no socket and no timer is left`, async (t) => {
    // Longer than this test may take: what it leaves to the timeout is left behind.
    const { port, log } = await serve(t, { renegotiationTimeout: 3_600_000 })
    await visit({ port, identity: alice, tls }, [{ path: '/Accounts' }])
    const before = held()
    const requests = [accounts, partly('x'.repeat(100_000)), formatRequest({ path: '/Accounts', method: 'POST', body: 'x' })]
    // In 30 turns of the event loop a request is answered.
    for (let turns = 0; turns < 30; turns += 3) {
      for (const request of requests) {
        const client = await enter(t, port)
        client.write(request)
        for (let turn = 0; turn < turns; turn++) await setImmediate()
        client[how]()
        client.resume()
        await closed(client)
      }
    }
    while (held() > before) await wait(1)
    t.strictSame(log.lines.filter(({ level }) => level > 40), [], 'and nothing has gone wrong')
    t.match(await visit({ port, identity: alice, tls }, [{ path: '/Accounts' }]), { responses: [{ status: 200 }] })
  })
}

t.test('a client that begins a renegotiation itself is cut off', async (t) => {
  if (!requireProgram(t, 'openssl', 'openssl')) return
  const { port, handled } = await serve(t)
  const client = startProgram(t, 'openssl', ['s_client', '-tls1_2', '-connect', `127.0.0.1:${port}`])
  let text = ''
  client.stdout.on('data', (bytes) => { text += bytes })
  while (!text.includes('Extended master secret')) await wait(5)
  client.stdin.write('R\n')
  const [code] = await once(client, 'close')
  t.not(code, null)
  t.strictSame(handled, [])
})

t.test('RFC 5746: a client that can not bind handshakes together is not asked, and gets nothing', async (t) => {
  if (!requireProgram(t, 'gnutls-cli', 'gnutls-bin')) return
  const { port, handled } = await serve(t)
  const files = await temporaryFolder(t, { key: alice.keyPem, chain: alice.chainPem })
  for (const [option, entered] of [[':%DISABLE_SAFE_RENEGOTIATION', false], ['', true]] as const) {
    const client = startProgram(t, 'gnutls-cli', [
      '--insecure', '--port', String(port), '--priority', `NORMAL:-VERS-ALL:+VERS-TLS1.2${option}`,
      '--x509keyfile', `${files}/key`, '--x509certfile', `${files}/chain`, '127.0.0.1'
    ])
    client.stdin.on('error', () => undefined).write(formatRequest({ path: '/Accounts', headers: { connection: 'close' } }))
    let text = ''
    client.stdout.on('data', (bytes) => { text += bytes })
    await once(client, 'close')
    t.equal(/HTTP\/1.1 200/.test(text), entered, option)
  }
  t.strictSame(handled, ['Alice /Accounts'])
})

t.test('a client whose issuer has the name of an anchor and another key is answered, more than once', async (t) => {
  const named = { commonName: 'Issuer', keyIdentifiers: false }
  const [anchor, stranger] = [await createAuthority(named), await createAuthority(named)]
  const mallory = await stranger.issue({ commonName: 'Mallory', keyIdentifiers: false })
  const { port } = await serve(t, { trustAnchors: anchor.pem })
  const { responses } = await visit({ port, identity: mallory, tls }, [{ path: '/Accounts' }, { path: '/elsewhere' }, { path: '/Accounts' }])
  t.match(responses, [{ status: 403, json: { subStatus: '403.16' } }, { status: 200 }, { status: 403 }])
})

t.test('intermediates that come in a renegotiation count, and are remembered', { skip: hidesIntermediates }, async (t) => {
  const intermediate = await authority.issueAuthority({ commonName: 'Intermediate' })
  const carol = await intermediate.issue({ commonName: 'Carol' })
  const { port } = await serve(t, { users: { Carol: { issuerCN: 'Intermediate' } }, virtualRoots: { '/Accounts': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'] } } })
  const { responses, session } = await visit({ port, identity: carol, tls }, [{ path: '/Accounts' }, { path: '/Accounts' }])
  t.match(responses, [{ json: { user: 'Carol' } }, { json: { user: 'Carol' } }])
  const again = await visit({ port, identity: carol, tls }, [{ path: '/Accounts' }], session)
  t.match(again.responses, [{ json: { user: 'Carol' } }])
})

t.test('an upgrade to WebSocket is asked like any other request', async (t) => {
  const { port, handled } = await serve(t, {}, {
    after: async (app) => {
      await app.register(fastifyWebsocket)
      await app.register(async (app) => {
        app.get('/Accounts/live', { websocket: true }, (socket, { pseudoUser }) => { socket.send(String(pseudoUser?.name)) })
      })
    }
  })
  const open = (identity: typeof alice | null): WebSocket =>
    new WebSocket(`wss://127.0.0.1:${port}/Accounts/live`, tlsOptions({ port, identity, tls }) as object)
  const socket = open(alice)
  t.equal(String((await once(socket, 'message'))[0]), 'Alice')
  socket.close()
  await t.rejects(once(open(null), 'open'), / 403$/)
  t.strictSame(handled, [])
})

t.test('an earlier hook that answers does not get its answer out, asked or not', async (t) => {
  const { port, handled } = await serve(t, {}, {
    before: (app) => app.addHook('onRequest', async (request, reply) => { if (request.url === '/Accounts/health') await reply.send('fine') })
  })
  const { responses } = await visit({ port, identity: alice, tls }, [{ path: '/Accounts/health' }, { path: '/Accounts' }])
  t.match(responses, [{ status: 403 }, { status: 200 }])
  t.strictSame(handled, ['Alice /Accounts'])
})

t.test('CONNECT reaches nobody', async (t) => {
  const { port, handled } = await serve(t)
  const client = await enter(t, port)
  client.write('CONNECT /Accounts HTTP/1.1\r\nHost: a\r\n\r\n')
  t.equal(await restOf(client), '')
  t.strictSame(handled, [])
})

t.test('gnutls-cli goes on after it was asked', async (t) => {
  if (!requireProgram(t, 'gnutls-cli', 'gnutls-bin')) return
  const { port } = await serve(t)
  const requests = [{ path: '/Accounts' }, { path: '/Accounts' }]
  t.match(await gnutls.converse(t, { port, identity: alice, tls, manner: 'kept-alive', requests }), [{ status: 200 }, { status: 200 }])
})
