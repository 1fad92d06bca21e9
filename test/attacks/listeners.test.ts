import { createServer, get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import fastifyWebsocket from '@fastify/websocket'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import ceCertAuth, { httpsOptions } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { nodeHttp2, nodeHttps } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import { upgrade } from '../support/path-site.js'
import { RawClient } from '../support/raw-client.js'
import { startSite } from '../support/start-site.js'

const { site, alice, authority } = await createGuardedSite()
const requests = [{ path: '/Accounts/books' }]
const books = (app: FastifyInstance): void => { app.get('/Accounts/*', async () => SECRET) }

// lessons.md S13: every listener enforces.
for (const http2 of [false, true]) {
  t.test(`every protocol of a server ${http2 ? 'of HTTP/2 that allows HTTP/1.1' : 'of HTTP/1.1'}`, async (t) => {
    const { port } = await startSite(t, site, { http2, after: books })
    for (const [client, http] of [[nodeHttps, 'http/1.1'], [nodeHttp2, 'h2']] as const) {
      if (http === 'h2' && !http2) continue
      for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
        const conversation = { port, http, tls, requests }
        t.match(await client.converse(t, conversation), [{ status: 403, json: { subStatus: '403.7' } }])
        t.match(await client.converse(t, { ...conversation, identity: alice }), [{ status: 200, body: SECRET }])
      }
    }
  })
}

t.test('an upgrade to WebSocket', async (t) => {
  let opened = 0
  const { port } = await startSite(t, site, {
    async after (app) {
      await app.register(fastifyWebsocket)
      app.get('/Accounts/live', { websocket: true }, (socket) => { opened++; socket.close() })
    }
  })
  const live = { target: '/Accounts/live', headers: upgrade }
  t.match(await new RawClient({ port }).send(live), { status: 403, json: { subStatus: '403.7' } })
  t.equal(opened, 0)
  const client = new RawClient({ port, identity: alice })
  t.match(await client.send(live), { status: 101 })
  t.equal(opened, 1)
})

t.test('the second address of localhost', async (t) => {
  const { keyPem: key, chainPem: cert } = await authority.issueServer()
  const app = Fastify({ forceCloseConnections: true, https: { key, cert, ...httpsOptions(site) } })
  t.teardown(() => app.close())
  await app.register(ceCertAuth, site)
  app.get('/Accounts/*', async () => SECRET)
  // Fastify makes a server of its own for each address of localhost.
  await app.listen({ host: 'localhost', port: 0 })
  for (const { address, port } of app.addresses() as AddressInfo[]) {
    for (const [identity, expected] of [[null, /403\.7/], [alice, SECRET]] as const) {
      const socket = connect({
        host: address,
        port,
        rejectUnauthorized: false,
        ...(identity && { cert: identity.chainPem, key: identity.keyPem })
      })
      socket.write('GET /Accounts/books HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
      t.match(await text(socket), expected, address)
    }
  }
})

t.test('a plain server that passes its requests to the same app', async (t) => {
  const { app } = await startSite(t, site, { after: books })
  const server = createServer(app.routing).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  t.match(await fetchPlain((server.address() as AddressInfo).port), { status: 403, json: { subStatus: '403.4' } })
})

// lessons.md S39: facts of the socket, not of headers.
const spoofs: Array<Record<string, string>> = [
  {},
  { 'x-forwarded-proto': 'https' },
  { 'x-forwarded-proto': 'https, http', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost' },
  { forwarded: 'proto=https' },
  { 'x-forwarded-ssl': 'on', 'front-end-https': 'on', 'x-url-scheme': 'https' },
  { 'x-client-cert': Buffer.from(alice.der).toString('base64'), 'client-cert': `:${Buffer.from(alice.der).toString('base64')}:` }
]

for (const trustProxy of [false, true, '127.0.0.1']) {
  t.test(`headers do not make plain HTTP anything else, with trustProxy ${trustProxy}`, async (t) => {
    const encrypted: SiteOptions = { virtualRoots: { '/': { permissions: ['READ', 'SSL'] } } }
    const { port } = await startSite(t, encrypted, { https: null, fastify: { trustProxy } })
    for (const headers of spoofs) {
      const response = await fetchPlain(port, headers)
      t.match(response, { status: 403, json: { subStatus: '403.4' } }, Object.keys(headers).join(', '))
    }
  })

  t.test(`headers do not make a certificate, with trustProxy ${trustProxy}`, async (t) => {
    const { port } = await startSite(t, site, { fastify: { trustProxy }, after: books })
    for (const headers of spoofs) {
      const [response] = await nodeHttps.converse(t, { port, requests: [{ path: '/Accounts/books', headers }] })
      t.match(response, { status: 403, json: { subStatus: '403.7' } }, Object.keys(headers).join(', '))
    }
  })

  t.test(`server variables are those of the socket, with trustProxy ${trustProxy}`, async (t) => {
    const { port } = await startSite(t, site, {
      fastify: { trustProxy }, after: (app) => app.get('/Accounts/*', async ({ serverVariables }) => serverVariables)
    })
    const headers = { 'x-forwarded-proto': 'http', 'x-forwarded-for': '192.0.2.1' }
    const [response] = await nodeHttps.converse(t, { port, identity: alice, requests: [{ path: '/Accounts/books', headers }] })
    t.match(response?.json, { HTTPS: 'on', SERVER_PORT_SECURE: '1', REMOTE_ADDR: '127.0.0.1', AUTH_USER: 'Alice' })
  })
}

async function fetchPlain (
  port: number, headers: Record<string, string> = {}
): Promise<{ status: number | undefined, json: unknown }> {
  const request = get({ host: '127.0.0.1', port, headers, agent: false, path: '/Accounts/books' })
  const [response] = await once(request, 'response') as [IncomingMessage]
  return { status: response.statusCode, json: JSON.parse(await text(response)) }
}
