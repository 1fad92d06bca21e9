import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect as connectTcp } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import fastifyWebsocket from '@fastify/websocket'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import WebSocket from 'ws'
import ceCertAuth, { createServer } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { askedOn } from '../../lib/connection/server/asked.js'
import { closed } from '../support/closed.js'
import { createAuthority } from '../support/pki.js'
import { connectTls, exchangeBytes } from '../support/raw-tls.js'
import { visit } from '../support/visit.js'

const authority = await createAuthority({ commonName: 'Root' })
const alice = await authority.issue({ commonName: 'Alice', serialNumber: '0a' })
const { keyPem: key, chainPem: cert } = await authority.issueServer(['www.test', 'secure.test'])

const site: SiteOptions = {
  virtualRoots: { '/Accounts': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  users: { Alice: { serialNumber: '0a' } },
  trustAnchors: authority.pem,
  certificateHost: 'secure.test'
}

const hosts = ['www.test', 'secure.test'] as const
const https = { key, cert }

/** An app on a server of `createServer`; `http2`: with HTTP/1.1 beside it. */
async function start (
  t: Test, http2: boolean, options: FastifyServerOptions = {}, before?: (app: FastifyInstance) => unknown
): Promise<{ app: FastifyInstance, port: number }> {
  const app = Fastify({
    ...options,
    ...http2 && { http2 },
    https: { ...https, ...http2 && { allowHTTP1: true } },
    serverFactory: createServer(site)
  } as FastifyServerOptions)
  t.teardown(() => app.close())
  await before?.(app)
  await app.register(ceCertAuth, site)
  app.get('/*', async ({ pseudoUser, raw }) => ({ user: pseudoUser?.name ?? null, asked: askedOn(raw.socket) }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, port: (app.server.address() as AddressInfo).port }
}

const withHost = (servername: string, http: string, path: string) => ({
  path, headers: http === 'h2' ? { ':authority': servername } : { host: servername }
})

for (const http2 of [false, true]) {
  const kind = http2 ? 'HTTP/2 with HTTP/1.1' : 'HTTP/1.1'

  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    for (const http of http2 ? ['h2', 'http/1.1'] as const : ['http/1.1'] as const) {
      t.test(`${kind}: ${http} over ${tls} is asked, or not, by its host name`, async (t) => {
        const { port } = await start(t, http2)
        for (const servername of hosts) {
          const requests = ['/', '/Accounts'].map((path) => withHost(servername, http, path))
          const { responses } = await visit({ port, tls, http, servername, identity: alice }, requests)
          const asked = servername === 'secure.test'
          t.match(responses[0], { status: 200, json: { asked } }, servername)
          if (asked) t.match(responses[1], { status: 200, json: { user: 'Alice' } })
          else t.match(responses[1], { status: 307, headers: { location: 'https://secure.test/Accounts' } })
        }
      })
    }
  }

  t.test(`${kind}: the address is that of the one port`, async (t) => {
    const { app, port } = await start(t, http2)
    t.equal(app.listeningOrigin, `https://127.0.0.1:${port}`)
    t.same(app.addresses(), [{ address: '127.0.0.1', family: 'IPv4', port }])
  })

  t.test(`${kind}: closing waits for no idle connection`, async (t) => {
    const { app, port } = await start(t, http2, { forceCloseConnections: true })
    const sockets = await Promise.all(hosts.map((servername) => connectTls({ port, servername, http: 'http/1.1' })))
    const silent = connectTcp(port, '127.0.0.1')
    await once(silent, 'connect')
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: www.test\r\n\r\n')
    await Promise.all(sockets.map((socket) => once(socket, 'data')))
    const ended = Promise.all([silent, ...sockets].map(closed))
    await app.close()
    await ended
    t.equal(app.server.listening, false)
  })

  t.test(`${kind}: what is no HTTP reaches the clientErrorHandler`, async (t) => {
    const errors: unknown[] = []
    const { port } = await start(t, http2, {
      clientErrorHandler ({ code }, socket) { errors.push(code); socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') }
    })
    for (const servername of hosts) {
      const socket = await connectTls({ port, servername })
      socket.write('\0\0\0\r\n\r\n')
      t.match(await text(socket), /^HTTP\/1.1 400/)
    }
    t.same(errors, ['HPE_INVALID_METHOD', 'HPE_INVALID_METHOD'])
  })

  t.test(`${kind}: what is no TLS reaches it as well`, async (t) => {
    const errors: unknown[] = []
    const { port } = await start(t, http2, {
      clientErrorHandler ({ code }, socket) { errors.push(code); socket.destroy() }
    })
    const socket = connectTcp(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: www.test\r\n\r\n')
    // An alert of TLS, unexpected_message or protocol_version, or nothing.
    t.notMatch(await text(socket), /HTTP/)
    t.match(errors, ['ERR_SSL_HTTP_REQUEST'])
  })

  t.test(`${kind}: a request that does not come to its end is timed out`, async (t) => {
    const { app, port } = await start(t, http2)
    Object.assign(app.server, { timeout: 50 })
    for (const servername of hosts) {
      const socket = await connectTls({ port, servername })
      socket.write('GET / HTTP/1.1\r\n')
      await closed(socket)
    }
  })
}

t.test('an upgrade to WebSocket', async (t) => {
  const { port } = await start(t, false, {}, async (app) => {
    await app.register(fastifyWebsocket)
    await app.register(async (app) => {
      app.get('/Accounts/live', { websocket: true }, (socket, { pseudoUser }) => { socket.send(String(pseudoUser?.name)) })
      app.get('/live', { websocket: true }, (socket) => { socket.send('anybody') })
    })
  })
  const say = async (servername: string, path: string): Promise<string> => {
    const options = { servername, headers: { host: servername }, cert: alice.pem, key: alice.keyPem }
    const socket = new WebSocket(`wss://127.0.0.1:${port}${path}`, { ...options, rejectUnauthorized: false })
    const [said] = await once(socket, 'message')
    socket.close()
    return String(said)
  }
  t.equal(await say('secure.test', '/Accounts/live'), 'Alice')
  t.equal(await say('www.test', '/live'), 'anybody')
  await t.rejects(say('www.test', '/Accounts/live'), / 307$/)
})

t.test('a kept-alive connection is one', async (t) => {
  const options = { keepAliveTimeout: 60_000, maxRequestsPerSocket: 2, requestTimeout: 30_000 }
  const { app, port } = await start(t, false, options)
  t.match(app.server, options)
  for (const servername of hosts) {
    const request = `GET / HTTP/1.1\r\nHost: ${servername}\r\n\r\n`
    const responses = await exchangeBytes({ port, servername }, request + request, ['GET', 'GET'])
    t.match(responses.map(({ headers }) => headers['connection']), ['keep-alive', 'close'])
  }
})

t.test('an HTTP/2 session that nobody uses is closed, by a timeout or with the server', async (t) => {
  for (const [options, closes] of [[{ http2SessionTimeout: 50 }, false], [{ forceCloseConnections: true }, true]]) {
    const { app, port } = await start(t, true, options as FastifyServerOptions)
    const sessions = await Promise.all(hosts.map(async (servername) => {
      const session = connectHttp2(`https://127.0.0.1:${port}`, { servername, rejectUnauthorized: false })
      await once(session, 'remoteSettings')
      return session
    }))
    const ended = Promise.all(sessions.map(closed))
    if (closes) await app.close()
    await ended
  }
  t.pass('all were closed')
})

t.test('a server of HTTP/2 alone speaks nothing else', async (t) => {
  const app = Fastify({ http2: true, https, serverFactory: createServer(site) })
  t.teardown(() => app.close())
  app.get('/', async () => 'hello')
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  for (const servername of hosts) {
    await t.rejects(connectTls({ port, servername, http: 'http/1.1' }), { code: /ALERT_NO_APPLICATION_PROTOCOL|ECONNRESET/ })
    t.match(await visit({ port, servername, http: 'h2' }, [{ path: '/' }]), { responses: [{ body: 'hello' }] })
  }
})

t.test('protocols can be chosen by a callback', async (t) => {
  const ALPNCallback = ({ protocols }: { protocols: string[] }): string | undefined => protocols.at(-1)
  const app = Fastify({ https: { ...https, ALPNCallback }, serverFactory: createServer(site) })
  t.teardown(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  for (const servername of hosts) {
    const socket = await connectTls({ port, servername, http: 'http/1.1' })
    t.equal(socket.alpnProtocol, 'http/1.1')
    socket.destroy()
  }
})

t.test('with renegotiation, who comes to another host is asked there, or sent on', async (t) => {
  const renegotiating: SiteOptions = { ...site, acquire: 'renegotiate' }
  const app = Fastify({
    http2: true,
    https: { ...https, allowHTTP1: true },
    serverFactory: createServer(renegotiating),
    forceCloseConnections: true
  })
  t.teardown(() => app.close())
  await app.register(fastifyWebsocket)
  await app.register(ceCertAuth, renegotiating)
  await app.register(async (app) => {
    app.get('/Accounts/live', { websocket: true }, (socket, { pseudoUser }) => { socket.send(String(pseudoUser?.name)) })
  })
  app.get('/*', async ({ pseudoUser }) => ({ user: pseudoUser?.name ?? null }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const admitted = { status: 200, json: { user: 'Alice' } }
  const sent = { status: 307, headers: { location: 'https://secure.test/Accounts' } }
  for (const [servername, tls, http, expected] of [
    ['www.test', 'TLSv1.2', 'http/1.1', admitted],
    ['www.test', 'TLSv1.3', 'http/1.1', sent],
    ['www.test', 'TLSv1.3', 'h2', sent],
    ['secure.test', 'TLSv1.2', 'http/1.1', admitted],
    ['secure.test', 'TLSv1.2', 'h2', admitted],
    ['secure.test', 'TLSv1.3', 'http/1.1', admitted],
    ['secure.test', 'TLSv1.3', 'h2', admitted]
  ] as const) {
    const endpoint = { port, tls, http, servername, identity: alice }
    const { responses } = await visit(endpoint, [withHost(servername, http, '/Accounts')])
    t.match(responses, [expected], `${servername} ${tls} ${http}`)
  }
  const endpoint = { port, tls: 'TLSv1.2', http: 'h2', servername: 'www.test' } as const
  await t.rejects(visit(endpoint, [withHost('www.test', 'h2', '/Accounts')]), { message: /NGHTTP2_HTTP_1_1_REQUIRED/ })
  const ofClient = { servername: 'www.test', headers: { host: 'www.test' }, cert: alice.pem, key: alice.keyPem }
  const open = (maxVersion: 'TLSv1.2' | 'TLSv1.3'): WebSocket => {
    // Types of ws know nothing of the versions that it hands on to Node.
    const options: object = { ...ofClient, maxVersion, rejectUnauthorized: false }
    return new WebSocket(`wss://127.0.0.1:${port}/Accounts/live`, options)
  }
  t.equal(String((await once(open('TLSv1.2'), 'message'))[0]), 'Alice', 'an upgrade is asked as well')
  await t.rejects(once(open('TLSv1.3'), 'open'), / 307$/)
})

t.test('HTTP/2 alone has no way back for those who are to renegotiate', async (t) => {
  const serverFactory = createServer({ ...site, acquire: 'renegotiate' })
  const expected = { name: 'TypeError', message: /^https\.allowHTTP1: / }
  t.throws(() => Fastify({ http2: true, https, serverFactory }), expected)
  t.throws(() => Fastify({ http2: true, https: { ...https, allowHTTP1: false }, serverFactory }), expected)
  t.doesNotThrow(() => Fastify({ http2: true, https: { ...https, allowHTTP1: true }, serverFactory }))
  t.doesNotThrow(() => Fastify({ https, serverFactory }))
})

t.test('what can not work is a TypeError', async (t) => {
  const refused = (options: SiteOptions, message: RegExp): void => {
    t.throws(() => createServer(options), { name: 'TypeError', message })
  }
  const { certificateHost, ...anyHost } = site
  refused(anyHost, /^certificateHost: .* httpsOptions\(site\)/)
  refused({ virtualRoots: {}, certificateHost: 'secure.test' }, /^trustAnchors: createServer/)
  refused({ ...site, virtualRoots: 1 } as never, /^virtualRoots/)
  for (const given of [undefined, null, true] as never[]) {
    t.throws(() => Fastify({ https: given, serverFactory: createServer(site) }), {
      name: 'TypeError', message: /^https: (undefined|null|true) holds no key/
    })
  }
})
