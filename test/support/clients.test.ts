import t from 'tap'
import type { Test } from 'tap'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { clients, gnutls, requestRawPath, requireProgram } from './clients.js'
import type { Client, HttpVersion, Manner, TlsVersion } from './clients.js'
import type { Teardown } from './conversation.js'
import { createAuthority } from './pki.js'
import { observeConnections, rememberSessions } from './tls-server.js'
import type { ConnectionFacts } from './tls-server.js'

const root = await createAuthority({ commonName: 'Root' })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice' })
const server = await root.issueServer()

const EXPECTED_CONNECTIONS: Record<Manner, boolean[]> = {
  fresh: [false, false],
  'kept-alive': [false],
  resumed: [false, true]
}

function expectedConnections (client: Client, manner: Manner): boolean[] {
  // It makes a session for each request.
  if (client === gnutls && manner === 'resumed') return [false, true, false, true]
  return EXPECTED_CONNECTIONS[manner]
}

for (const client of clients) {
  t.test(client.name, async t => {
    if (client.program && !requireProgram(t, client.program.name, client.program.debianPackage)) return
    for (const http of client.http) {
      for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
        for (const manner of ['fresh', 'kept-alive', 'resumed'] as const) {
          await t.test(`converses ${manner} in ${http} over ${tls}`, t => conversesAs(t, client, http, tls, manner))
        }
      }
    }
  })
}

async function conversesAs (t: Test, client: Client, http: HttpVersion, tls: TlsVersion, manner: Manner) {
  const { port, connections } = await startEcho(t)
  const responses = await client.converse(t, {
    port,
    requests: [
      { path: '/a', headers: { 'x-mark': 'one' } },
      { path: '/b', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'payload' }
    ],
    identity: alice,
    manner,
    tls,
    http
  })
  t.match(responses, [
    { status: 200, headers: { 'x-echo': 'yes' }, json: { method: 'GET', url: '/a', mark: 'one', peer: 'Alice' } },
    { status: 200, json: { method: 'POST', url: '/b', body: 'payload', peer: 'Alice' } }
  ])
  t.same(responses.map(({ json }) => json['version']), http === 'h2' ? ['2.0', '2.0'] : ['1.1', '1.1'])
  t.same(connections, expectedConnections(client, manner).map(resumed => ({ protocol: tls, alpn: http, resumed })))
}

t.test('a client without an identity sends no certificate', async t => {
  const { port } = await startEcho(t)
  for (const client of clients) {
    const [response] = await client.converse(t, { port, requests: [{ path: '/' }], http: client.http[0]! })
    t.equal(response?.json['peer'], null, client.name)
  }
})

t.test('the intermediates are sent too', async t => {
  const { port } = await startEcho(t)
  for (const client of clients) {
    const [response] = await client.converse(t, { port, requests: [{ path: '/' }], http: client.http[0]!, identity: alice })
    t.equal(response?.json['issuer'], 'Issuer', client.name)
  }
})

t.test('a raw path arrives as it is', async t => {
  const { port } = await startEcho(t)
  for (const path of ['/a/../b', '//a', '/%2e%2e/a;x=1', '/a\\b']) {
    t.equal((await requestRawPath({ port }, path)).json['url'], path)
  }
  t.equal((await requestRawPath({ port }, '/', 'HEAD')).status, 200)
})

/** Says what it received, on a server that asks for certificates and verifies none. */
async function startEcho (t: Teardown): Promise<{ port: number, connections: ConnectionFacts[] }> {
  const app = Fastify({
    forceCloseConnections: true,
    http2: true,
    https: {
      allowHTTP1: true,
      key: server.keyPem,
      cert: server.chainPem,
      ca: root.pem,
      requestCert: true,
      rejectUnauthorized: false
    }
  }) as unknown as FastifyInstance
  t.teardown(() => app.close())
  const connections = observeConnections(app.server)
  rememberSessions(app.server)
  app.all('/*', async (request, reply) => {
    const peer = (request.raw.socket as TLSSocket).getPeerCertificate(true)
    reply.header('x-echo', 'yes')
    return {
      method: request.method,
      url: request.raw.url,
      version: request.raw.httpVersion,
      mark: request.headers['x-mark'],
      body: request.body,
      peer: peer.subject?.CN ?? null,
      issuer: peer.issuerCertificate?.subject.CN ?? null
    }
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: (app.server.address() as AddressInfo).port, connections }
}
