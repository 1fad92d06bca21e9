import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { WebSocket, WebSocketServer } from 'ws'
import { serveUpstream } from '../../../../lib/command/serve/targets/upstream.js'
import { freePort } from '../../../support/free-port.js'

// What passes through in other respects is in test/clients/serve.test.ts.

async function startUpstream (t: Test, answer: RequestListener): Promise<URL> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => { socket.close(Number(request.url!.slice(1)), 'said upstream') })
  await once(server, 'listening')
  t.teardown(() => { server.close(); server.closeAllConnections() })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function createApp (t: Test, prefix: string, upstream: URL): Promise<FastifyInstance> {
  const app = Fastify()
  t.teardown(() => app.close())
  app.decorateRequest('virtualRoot', null).decorateRequest('pseudoUser', null).decorateRequest('clientCertificate', null)
  await serveUpstream(app, prefix, upstream)
  return app
}

const origin = await startUpstream(t, ({ url }, response) => { response.end(url) })

for (const [prefix, path, url, expected] of [
  ['/Reports', '', '/Reports', '/'],
  ['/Reports', '/', '/Reports/a', '/a'],
  ['/Reports', '/app', '/Reports', '/app'],
  ['/Reports', '/app/', '/Reports', '/app'],
  ['/Reports', '/app/', '/Reports?a=b', '/app?a=b'],
  ['/Reports', '/app/', '/Reports/', '/app/'],
  ['/Reports', '/app/', '/Reports/a', '/app/a'],
  ['/', '/app/', '/', '/app/'],
  ['/', '/app/', '/a', '/app/a'],
  ['/', '/app', '/', '/app/'],
  ['/', '', '/a', '/a']
] as const) {
  t.test(`the upstream's path takes the place of the prefix: ${url} of ${prefix} at ${path}`, async (t) => {
    const app = await createApp(t, prefix, new URL(path, origin))
    const { statusCode, body } = await app.inject(url)
    t.match({ statusCode, body }, { statusCode: 200, body: expected })
  })
}

/** An upstream that nobody listens at any more. */
async function goneUpstream (): Promise<URL> {
  return new URL(`http://127.0.0.1:${await freePort()}`)
}

const message = 'The server behind this one does not answer'

for (const [what, upstream] of [
  ['is not there', goneUpstream],
  ['hangs up', (t: Test) => startUpstream(t, (request) => { request.socket.destroy() })]
] as const) {
  t.test(`an upstream that ${what} is 502, without details`, async (t) => {
    const app = await createApp(t, '/Reports', await upstream(t))
    const response = await app.inject('/Reports/a')
    t.same([response.statusCode, response.json()], [502, { statusCode: 502, error: 'Bad Gateway', message }])
  })
}

const requireOfProxy = createRequire(createRequire(import.meta.url).resolve('@fastify/http-proxy'))
const requireOfReplyFrom = createRequire(requireOfProxy.resolve('@fastify/reply-from'))
/** The clock of @fastify/reply-from's undici, in milliseconds: nobody waits for its five minutes. */
const undiciTimers = requireOfReplyFrom('undici/lib/util/timers.js') as { tick (delay: number): void }

t.test('an upstream that keeps silent is 504', async (t) => {
  let came: () => void = () => undefined
  const asked = new Promise<void>((resolve) => { came = resolve })
  const app = await createApp(t, '/Reports', await startUpstream(t, () => { came() }))
  const answered = app.inject('/Reports/a')
  await asked
  // A timer counts from the next tick on.
  undiciTimers.tick(0)
  undiciTimers.tick(300_000)
  const response = await answered
  t.same([response.statusCode, response.json()], [504, { statusCode: 504, error: 'Gateway Timeout', message }])
})

for (const [what, path, upstream, code, reason] of [
  ['an upstream that is not there', '', goneUpstream, 1011, ''],
  ['an error of the upstream', '1011', async () => origin, 1011, ''],
  ['the upstream', '4001', async () => origin, 4001, 'said upstream']
] as const) {
  t.test(`a WebSocket that ${what} ends has the reason '${reason}'`, async (t) => {
    const app = await createApp(t, '/Reports', await upstream())
    await app.listen({ host: '127.0.0.1', port: 0 })
    const socket = new WebSocket(`ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/Reports/${path}`)
    const [closedWith, words] = await once(socket, 'close')
    t.same([closedWith, String(words)], [code, reason])
  })
}
