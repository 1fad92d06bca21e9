// Connections on a server of createServer are counted, limited, timed out and closed as on Fastify's own.
import { once } from 'node:events'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { createServer } from '../../../lib/index.js'
import { ResponseReader } from '../../support/byte-conversation.js'
import { closed } from '../../support/closed.js'
import { createAuthority } from '../../support/pki.js'
import { connectTls, openTls } from '../../support/raw-tls.js'

const authority = await createAuthority({ commonName: 'Root' })
const { keyPem: key, chainPem: cert } = await authority.issueServer(['www.test', 'secure.test'])
const serverFactory = createServer({ virtualRoots: {}, trustAnchors: authority.pem, certificateHost: 'secure.test' })

/** Of which the second is asked for a certificate, on a server that asks. */
const hosts = ['www.test', 'secure.test'] as const

interface Running {
  app: FastifyInstance
  server: Server
  /** A connection to each host, on which a request has been answered. */
  idle: () => Promise<TLSSocket[]>
  /** The same, on which a request has come that is answered by `release`. */
  busy: () => Promise<TLSSocket[]>
  release: () => void
  port: number
}

async function start (t: Test, factory: object, options: object, https: object): Promise<Running> {
  let release = (): void => undefined
  let arrived = 0
  const delayed = new Promise<void>((resolve) => { release = resolve })
  const given = { ...options, https: { key, cert, ...https }, ...factory } as FastifyServerOptions
  const app = Fastify(given)
  t.teardown(() => { release(); (app.server as Server).closeAllConnections(); return app.close() })
  app.get('/', async () => 'done')
  app.get('/slow', async () => { arrived++; await delayed; return 'done' })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const send = (path: string): Promise<TLSSocket[]> => Promise.all(hosts.map(async (servername) => {
    const socket = await connectTls({ port, servername })
    socket.on('error', () => undefined).write(`GET ${path} HTTP/1.1\r\nHost: ${servername}\r\n\r\n`)
    return socket
  }))
  const idle = async (): Promise<TLSSocket[]> => {
    const sockets = await send('/')
    await Promise.all(sockets.map((socket) => once(socket, 'data')))
    return sockets
  }
  const busy = async (): Promise<TLSSocket[]> => {
    const before = arrived
    const sockets = await send('/slow')
    while (arrived < before + hosts.length) await setImmediate()
    return sockets
  }
  return { app, server: app.server as Server, idle, busy, release, port }
}

/** One life on Fastify's own server, and on one of `createServer`. */
function onBoth (
  name: string,
  live: (t: Test, running: Running) => Promise<void>,
  { options = {}, https = {} }: { options?: object, https?: object } = {}
): void {
  for (const [whose, factory] of [["Fastify's own", {}], ['createServer', { serverFactory }]] as const) {
    t.test(`${whose}: ${name}`, async (t) => live(t, await start(t, factory, options, https)))
  }
}

function count (server: Server): Promise<number> {
  return new Promise((resolve) => { server.getConnections((_error, count) => { resolve(count) }) })
}

async function rest (socket: TLSSocket): Promise<string> {
  let text = ''
  socket.on('data', (data) => { text += data })
  await closed(socket)
  return text
}

onBoth('connections are counted while they last', async (t, { server, idle, busy, release }) => {
  t.equal(await count(server), 0)
  const sockets = [...await idle(), ...await busy()]
  t.equal(await count(server), 4)
  release()
  for (const socket of sockets) socket.destroy()
  while (await count(server) > 0) await setImmediate()
})

onBoth('who comes when there are as many as may be is turned away', async (t, { server, idle, port }) => {
  await idle()
  server.maxConnections = 2
  for (const servername of hosts) {
    const dropped = once(server, 'drop')
    await closed(openTls({ port, servername }).on('error', () => undefined))
    t.match(await dropped, [{ localPort: port }])
  }
  t.equal(await count(server), 2)
})

onBoth('idle connections can be closed, those that are busy go on', async (t, { server, idle, busy, release }) => {
  const [idlers, workers] = [await idle(), await busy()]
  server.closeIdleConnections()
  await Promise.all(idlers.map(closed))
  release()
  for (const worker of workers) t.match(await new ResponseReader(worker).next(), { status: 200, body: 'done' })
})

onBoth('an idle connection is closed when keepAliveTimeout is over', async (t, { idle }) => {
  await Promise.all((await idle()).map(closed))
  t.pass('they were closed')
}, { options: { keepAliveTimeout: 1 } })

const checking = { connectionsCheckingInterval: 5 }

for (const [limit, given] of [
  ['headersTimeout', { https: { ...checking, headersTimeout: 5 } }],
  ['requestTimeout', { https: checking, options: { requestTimeout: 5 } }]
] as const) {
  onBoth(`a request whose head takes longer than ${limit} is answered 408`, async (t, { port }) => {
    for (const servername of hosts) {
      const socket = await connectTls({ port, servername })
      socket.write('GET / HTTP/1.1\r\n')
      t.match(await rest(socket), /^HTTP\/1\.1 408 /)
    }
  }, given)
}

onBoth('connectionTimeout ends a connection on which nothing happens', async (t, { port }) => {
  for (const servername of hosts) t.equal(await rest(openTls({ port, servername })), '')
}, { options: { connectionTimeout: 20 } })

onBoth('app.close() closes what is idle, and waits for what is busy', async (t, { app, server, idle, busy, release }) => {
  const [idlers, workers] = [await idle(), await busy()]
  const ended = Promise.all(idlers.map(closed))
  let isClosed = false
  const closing = app.close().then(() => { isClosed = true })
  await ended
  t.same([isClosed, server.listening, await count(server)], [false, false, 2])
  release()
  for (const worker of workers) {
    t.match(await new ResponseReader(worker).next(), { status: 200, body: 'done' })
    worker.destroy()
  }
  await closing
  t.same([server.address(), await count(server)], [null, 0])
})

onBoth('app.close() ends everything where connections are closed by force', async (t, { app, idle, busy, server }) => {
  const ended = [...await idle(), ...await busy()].map(closed)
  await app.close()
  await Promise.all(ended)
  t.equal(await count(server), 0)
}, { options: { forceCloseConnections: true } })

onBoth('a server that is closed twice says so', async (t, { app, server }) => {
  await app.close()
  t.match(await new Promise((resolve) => server.close(resolve)), { code: 'ERR_SERVER_NOT_RUNNING' })
})
