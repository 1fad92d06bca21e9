// lessons.md S7: what came before the certificate, in ways that are hard to see
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { setImmediate } from 'node:timers/promises'
import fastifyWebsocket from '@fastify/websocket'
import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { connectTls } from '../support/clients.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { formatRequest } from '../support/http-messages.js'
import { startSite } from '../support/start-site.js'
import type { StartSiteOptions } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const guarded = await createGuardedSite({ '/asked': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] } })
const { alice, impostor } = guarded
const site: SiteOptions = { ...guarded.site, acquire: 'renegotiate' }
const tls = 'TLSv1.2'

/** A site, and whose requests its handlers were called for. */
async function serve (t: Test, more: StartSiteOptions = {}) {
  const handled: string[] = []
  const sockets: TLSSocket[] = []
  const { app, port } = await startSite(t, site, {
    after: (app) => app.all('/*', async ({ raw, pseudoUser }) => {
      handled.push(`${pseudoUser?.name ?? 'nobody'} ${raw.url}`)
      return 'done'
    }),
    ...more
  })
  app.server.on('secureConnection', (socket: TLSSocket) => { sockets.push(socket) })
  return { app, port, handled, sockets }
}

async function enter (t: Test, port: number): Promise<TLSSocket> {
  const client = await connectTls({ port, identity: alice, tls })
  t.teardown(() => { client.destroy() })
  return client.on('error', () => undefined)
}

/** All that comes until the connection ends. */
async function restOf (client: TLSSocket): Promise<string> {
  let text = ''
  client.on('data', (bytes) => { text += bytes })
  await once(client, 'close')
  return text
}

const beginnings: Array<[why: string, pieces: string[]]> = [
  ['behind a request without a body', ['GET /Accounts HTTP/1.1\r\nHost: a\r\n\r\nGET /Accounts/stolen HTTP/1.1\r\nX-Ignored: ']],
  ['behind a body', ['POST /Accounts HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nxyGET /Accounts/stolen HTTP/1.1\r\nX-Ignored: ']],
  ['behind a body that comes later', ['POST /Accounts HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n', 'xyGET /Accounts/stolen HTTP/1.1\r\nX-Ignored: ']],
  ['behind a body in chunks', ['POST /Accounts HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\nGET /Accounts/stolen HTTP/1.1\r\nX-Ignored: ']]
]

for (const [why, pieces] of beginnings) {
  t.test(`S7: the beginning of a request ${why} does not become one of the client's own (CVE-2009-3555)`, async (t) => {
    const { port, handled } = await serve(t)
    const client = await enter(t, port)
    const renegotiated = once(client, 'secure')
    for (const piece of pieces) {
      client.write(piece)
      await setImmediate()
    }
    await renegotiated
    while (handled.length === 0) await setImmediate()
    client.write('GET /mine HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    await restOf(client)
    t.strictSame(handled, ['Alice /Accounts'])
  })
}

/** Every request of `/Accounts/late` waits until the certificate of another is there. */
function delaying (sockets: () => TLSSocket[]) {
  return (app: FastifyInstance) => app.addHook('onRequest', async ({ raw }) => {
    if (raw.url !== '/Accounts/late') return
    while (sockets()[0]?.getPeerX509Certificate() === undefined) await setImmediate()
    for (let turn = 0; turn < 20; turn++) await setImmediate()
  })
}

t.test('S7: an upgrade that came before the certificate has no part in it', async (t) => {
  let sockets: TLSSocket[] = []
  const served = await serve(t, {
    before: delaying(() => sockets),
    after: async (app) => {
      await app.register(fastifyWebsocket)
      await app.register(async (app) => {
        app.get('/Accounts/late', { websocket: true }, (socket, { pseudoUser }) => { served.handled.push(`late ${pseudoUser?.name}`) })
        app.get('/Accounts', async () => 'done')
      })
    }
  })
  sockets = served.sockets
  const client = await enter(t, served.port)
  client.write(Buffer.concat([formatRequest({ path: '/Accounts' }), formatRequest({
    path: '/Accounts/late',
    headers: { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16).toString('base64') }
  })]))
  await restOf(client)
  t.strictSame(served.handled, [])
})

for (const event of ['checkContinue', 'checkExpectation']) {
  t.test(`S7: nor has a request that the app has kept back in ${event}`, async (t) => {
    const { app, port, handled, sockets } = await serve(t)
    app.server.on(event, async (request: IncomingMessage, response: ServerResponse) => {
      while (sockets[0]?.getPeerX509Certificate() === undefined) await setImmediate()
      for (let turn = 0; turn < 20; turn++) await setImmediate()
      app.server.emit('request', request, response)
    })
    const client = await enter(t, port)
    const expect = event === 'checkContinue' ? '100-continue' : 'other'
    client.write(Buffer.concat([formatRequest({ path: '/Accounts' }), formatRequest({ path: '/Accounts/late', headers: { expect } })]))
    await restOf(client)
    t.strictSame(handled, ['Alice /Accounts'])
  })
}

const answering: Array<[when: string, hook: onRequestHookHandler]> = [
  ['before its client is asked', (request, reply) => { reply.send('fine') }],
  ['while its client is asked', ({ raw: { socket } }, reply, done) => {
    const { renegotiate } = socket as TLSSocket
    Object.assign(socket, {
      renegotiate (...given: Parameters<typeof renegotiate>) {
        renegotiate.apply(socket, given)
        reply.send('fine')
      }
    })
    done()
  }]
]

for (const [when, hook] of answering) {
  t.test(`what an earlier hook answers ${when} does not get out, not even where one can do without`, async (t) => {
    const { port } = await serve(t, { before: (app) => app.addHook('onRequest', hook) })
    for (const identity of [impostor, null]) {
      const { responses } = await visit({ port, identity, tls }, [{ path: '/asked' }])
      t.match(responses, [{ status: 403, json: { subStatus: '403.7' } }])
    }
  })
}
