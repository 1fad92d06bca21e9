import { constants } from 'node:crypto'
import { createServer as createHttp2Server } from 'node:http2'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import tls from 'node:tls'
import Fastify from 'fastify'
import t from 'tap'
import { checkCertificateHost, checkServer } from '../../lib/gate/server-checks.js'
import { createServer } from '../../lib/plugin/create-server.js'
import { createSite } from '../../lib/site/options.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const appOn = (server: object) => ({ server: server as Server, httpVersions: ['HTTP/1.1'] as const, serverCreation: 'so' })

t.test('only a TLS server that asks for certificates serves certificate roots', async (t) => {
  const site = createSite({ virtualRoots: {} })
  const check = (server: object) => () => { checkServer(appOn(server), site) }
  t.doesNotThrow(check(createHttpsServer({ requestCert: true })))
  const silent = [createHttpsServer({}), createHttpsServer({ requestCert: false })]
  for (const server of [...silent, createHttpServer(), createHttp2Server(), { requestCert: true }]) {
    t.throws(check(server), { name: 'TypeError', message: /this server cannot ask.*; create it with so$/ })
  }
})

t.test('a server that asks later must be able to', async (t) => {
  const site = createSite({ virtualRoots: {}, acquire: 'renegotiate' })
  const check = (server: object) => () => { checkServer(appOn(server), site) }
  t.doesNotThrow(check(createHttpsServer({ secureOptions: constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION })))
  t.throws(check(createHttpsServer({})), { name: 'TypeError', message: /^acquire: 'renegotiate'/ })
  t.throws(check(createHttpServer()), { name: 'TypeError', message: /this server cannot ask/ })
})

t.test('a server that asks by host name is made for that, but Node must let it', async (t) => {
  const site = { virtualRoots: {}, trustAnchors: authority.pem, certificateHost: 'a.test', acquire: 'renegotiate' } as const
  const app = Fastify({ https: {}, serverFactory: createServer(site) })
  const check = (): void => { checkServer(appOn(app.server), createSite(site)) }
  t.doesNotThrow(check)
  const limit = tls.CLIENT_RENEG_LIMIT
  t.teardown(() => { Object.assign(tls, { CLIENT_RENEG_LIMIT: limit }) })
  Object.assign(tls, { CLIENT_RENEG_LIMIT: 1 })
  t.throws(check, { name: 'TypeError', message: /tls\.CLIENT_RENEG_LIMIT/ })
})

t.test('a server that asks by host name asks by that of the site, and in its way', async (t) => {
  const site = { virtualRoots: {}, trustAnchors: authority.pem, certificateHost: 'a.test' }
  const app = Fastify({ https: {}, serverFactory: createServer(site) })
  t.doesNotThrow(() => { checkCertificateHost(app, createSite(site)) })
  t.doesNotThrow(() => { checkCertificateHost(Fastify(), createSite(site)) })
  for (const [other, message] of [
    [{ ...site, certificateHost: 'b.test' }, /^certificateHost: the server was made for 'a\.test', the site says 'b\.test'; /],
    [{ virtualRoots: {} }, /^certificateHost: .* the site says null; /],
    [{ ...site, acquire: 'renegotiate' }, /^acquire: the server was made for 'handshake', .* the same site to createServer/]
  ] as const) {
    t.throws(() => { checkCertificateHost(app, createSite(other)) }, { name: 'TypeError', message })
  }
})
