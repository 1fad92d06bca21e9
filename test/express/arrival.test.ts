import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Request, RequestHandler } from 'express'
import t from 'tap'
import type { Test } from 'tap'
import { ceCertAuth } from '../../lib/express.js'
import { httpsOptions } from '../../lib/index.js'
import { connectTls, nodeHttps } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import { startExpressSite } from '../support/start-express-site.js'
import { serverTlsOptions } from '../support/start-site.js'

const { site } = await createGuardedSite()
const requests = [{ path: '/Accounts' }, { path: '/elsewhere' }]

/** The app on a second server, of which the middleware was not told, over plain HTTP. */
async function askSecondServer (t: Test, before: RequestHandler) {
  const { app } = await startExpressSite(t, site, { before: (app) => app.use(before) })
  const second = createServer(app).listen(0, '127.0.0.1')
  t.teardown(() => { second.close().closeAllConnections() })
  await once(second, 'listening')
  return nodeHttps.converse(t, { port: (second.address() as AddressInfo).port, tls: null, requests })
}

t.test('requests of another server are decided when they come to the middleware', async (t) => {
  const responses = await askSecondServer(t, (request, response, next) => { next() })
  t.match(responses, [{ status: 403, json: { subStatus: '403.4' } }, { status: 200 }])
})

t.test('a response that has begun there can not be refused any more: its connection ends', async (t) => {
  await t.rejects(askSecondServer(t, (request, response, next) => {
    response.write('the beginning, ')
    next()
  }), 'the connection ends')
})

t.test('a listener that is no app of Express is held as well', async (t) => {
  const server = createHttpsServer({ ...await serverTlsOptions(), ...httpsOptions(site) })
  ceCertAuth(site, { server })
  server.on('request', (request, response) => { response.end(SECRET) }).listen(0, '127.0.0.1')
  t.teardown(() => { server.close().closeAllConnections() })
  await once(server, 'listening')
  const responses = await nodeHttps.converse(t, { port: (server.address() as AddressInfo).port, requests })
  t.match(responses, [{ status: 403, json: { subStatus: '403.7' } }, { status: 200, body: SECRET }])
})

t.test('a reason phrase that was set before is not that of a refusal', async (t) => {
  const { port } = await startExpressSite(t, site, {
    before: (app) => app.use((request, response, next) => {
      response.statusMessage = SECRET
      next()
    })
  })
  const socket = await connectTls({ port })
  socket.write('GET /Accounts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  t.match(await text(socket), /^HTTP\/1\.1 403 Forbidden\r\n/)
})

t.test('a subscriber of decisions can not answer in their place', async (t) => {
  const answer = (message: unknown): void => {
    const { request } = message as { request: Request }
    request.res?.end(SECRET)
  }
  subscribe('fastify-ce-cert-auth:decision', answer)
  t.teardown(() => unsubscribe('fastify-ce-cert-auth:decision', answer))
  const { port } = await startExpressSite(t, site, { use: () => {} })
  const [response] = await nodeHttps.converse(t, { port, requests })
  t.match(response, { status: 403, json: { subStatus: '403.7' } })
})
