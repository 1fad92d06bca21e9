import { once } from 'node:events'
import { createSecureServer } from 'node:http2'
import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import express, { type Express, type ErrorRequestHandler } from 'express'
import promClient from 'prom-client'
import t from 'tap'
import { ceCertAuth, type CeCertAuthOptions } from '../lib/express.js'
import { errorCodes } from '../lib/errors.js'
import type { SiteOptions } from '../lib/site/options.js'
import { nodeHttps, requestRawPath } from './support/clients.js'
import { createGuardedSite, SECRET } from './support/guarded-site.js'
import { keepLog } from './support/log.js'
import { startExpressSite } from './support/start-express-site.js'
import { visit } from './support/visit.js'

const { site, alice, stranger } = await createGuardedSite({
  '/private': { permissions: ['READ', 'DONT_CACHE'] },
  '/asked': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] }
})
const open: SiteOptions = { virtualRoots: { '/open': {} } }

t.test('handlers find who came, by what, and what governs the path', async (t) => {
  const { port } = await startExpressSite(t, site, {
    after: (app) => app.use((request, response) => {
      const { virtualRoot, pseudoUser, clientCertificate, serverVariables } = request
      t.equal(request.serverVariables, serverVariables, 'made once')
      response.json({
        root: virtualRoot?.path ?? null,
        user: pseudoUser,
        subject: clientCertificate?.certificate.subject ?? null,
        AUTH_USER: serverVariables.AUTH_USER,
        URL: serverVariables.URL
      })
    })
  })
  const nobody = { user: null, subject: null, AUTH_USER: '' }
  const somebody = { user: { name: 'Alice', groups: [], isAdministrator: false }, subject: 'CN=Alice', AUTH_USER: 'Alice' }
  const cases: Array<[path: string, isAlice: boolean, expected: object]> = [
    ['/Accounts/x?y', true, { root: '/Accounts', ...somebody, URL: '/Accounts/x' }],
    ['/asked', true, { root: '/asked', ...somebody, URL: '/asked' }],
    ['/asked', false, { root: '/asked', ...nobody, URL: '/asked' }],
    ['/private', true, { root: '/private', ...nobody, URL: '/private' }],
    ['/elsewhere', true, { root: null, ...nobody, URL: '/elsewhere' }]
  ]
  for (const [path, isAlice, expected] of cases) {
    t.strictSame((await requestRawPath({ port, identity: isAlice ? alice : null }, path)).json, expected, path)
  }
})

t.test('requests of a connection that is kept alive are decided one by one', async (t) => {
  const { port } = await startExpressSite(t, site)
  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    const { responses } = await visit({ port, identity: alice, tls }, [
      { path: '/Accounts' }, { path: '/elsewhere' }, { path: '/Accounts', method: 'POST' }, { path: '/Accounts;x' }, { path: '/Accounts' }
    ])
    t.match(responses, [
      { status: 200, json: { user: 'Alice' } }, { status: 200, json: { user: null } }, { status: 200 }, { status: 400 }, { status: 200 }
    ])
  }
})

t.test('without a certificate TLS 1.3 is answered 403.7, whatever credentials come', async (t) => {
  const { port } = await startExpressSite(t, site)
  const { responses } = await visit({ port, tls: 'TLSv1.3' }, [
    { path: '/Accounts', headers: { authorization: 'Basic QWxpY2U6c2VjcmV0' } }, { path: '/Accounts' }
  ])
  t.match(responses, [{ status: 403, json: { subStatus: '403.7' } }, { status: 403, json: { subStatus: '403.7' } }])
})

/** What an app does about a request that is refused. */
const later: Record<string, (app: Express) => unknown> = {
  'a handler': (app) => app.get('/Accounts/{*rest}', (request, response) => { response.send(SECRET) }),
  'an asynchronous handler': (app) => app.get('/Accounts/{*rest}', async (request, response) => { response.send(SECRET) }),
  middleware: (app) => app.use((request, response) => { response.send(SECRET) }),
  'an error handler': (app) => app.use(((_error, request, response, next) => { response.status(200).send(SECRET) }) as ErrorRequestHandler),
  'static files': (app) => app.use('/Accounts', express.static('package.json'))
}

for (const [name, after] of Object.entries(later)) {
  t.test(`a refusal is final, whatever ${name} would answer`, async (t) => {
    const { port } = await startExpressSite(t, site, { after })
    for (const [identity, subStatus] of [[null, '403.7'], [stranger, '403.12']] as const) {
      const { status, headers, json, body } = await requestRawPath({ port, identity }, '/Accounts/books')
      t.match({ status, json }, { status: 403, json: { subStatus } })
      t.notMatch(body, SECRET)
      t.strictSame(Object.keys(headers).sort(), ['connection', 'content-length', 'content-type', 'date', 'keep-alive'])
    }
  })
}

t.test('handlers that are let in fail as they always do', async (t) => {
  const { port } = await startExpressSite(t, site, {
    after (app) {
      app.get('/Accounts/sync', () => { throw new Error('failed') })
      app.get('/Accounts/async', async () => { throw new Error('failed') })
      app.use(((error, request, response, next) => {
        response.status(418).set('www-authenticate', 'Basic')
        response.json({ user: request.pseudoUser?.name, message: error.message })
      }) as ErrorRequestHandler)
    }
  })
  for (const path of ['/Accounts/sync', '/Accounts/async']) {
    const { status, headers, json } = await requestRawPath({ port, identity: alice }, path)
    t.match({ status, json }, { status: 418, json: { user: 'Alice', message: 'failed' } })
    t.notOk('www-authenticate' in headers)
    t.match(await requestRawPath({ port }, path), { status: 403 })
  }
})

t.test('DONT_CACHE forbids to store responses, refusals too', async (t) => {
  const { port } = await startExpressSite(t, site, {
    after: (app) => app.use((request, response) => { response.set('cache-control', 'public').send('') })
  })
  t.match(await requestRawPath({ port }, '/private'), { status: 200, headers: { 'cache-control': 'no-store' } })
  t.match(await requestRawPath({ port }, '/private', 'POST'), { status: 403, headers: { 'cache-control': 'no-store' } })
  t.match(await requestRawPath({ port }, '/elsewhere'), { status: 200, headers: { 'cache-control': 'public' } })
})

t.test('what an operator should know is logged at start', async (t) => {
  const log = keepLog('info')
  await startExpressSite(t, { ...site, certTrustOverride: 0x20 }, { log })
  const told = log.lines.map(({ msg }) => msg).join('\n')
  t.match(told, /IS_UNTRUSTED_ROOT[^]*how clients are asked[^]*\/Accounts requires a certificate/)
})

t.test('a site is explained without a request, and what clients will meet is reported', async (t) => {
  const { auth } = await startExpressSite(t, site)
  t.match(auth.explain({ path: '/Accounts' }), { admitted: false, subStatus: '403.7' })
  t.match(auth.explain({ path: '/Accounts', certificate: alice.pem }), { admitted: true, pseudoUser: { name: 'Alice' } })
  t.match(auth.report(), {
    acquire: 'handshake',
    virtualRoots: [{ certificate: 'required', encounters: [{ tls: 'TLSv1.2', http: 'HTTP/1.1' }, { tls: 'TLSv1.3', http: 'HTTP/1.1' }] }]
  })
})

t.test('a site that asks for no certificate needs no TLS', async (t) => {
  const { port } = await startExpressSite(t, { virtualRoots: { '/ssl': { permissions: ['READ', 'SSL'] } } }, { https: null })
  const responses = await nodeHttps.converse(t, { port, tls: null, requests: [{ path: '/ssl' }, { path: '/elsewhere' }] })
  t.match(responses, [{ status: 403, json: { subStatus: '403.4' } }, { status: 200 }])
})

const mistakes: Array<[why: string, start: () => unknown, message: RegExp]> = [
  ['a wrong option of the site', () => ceCertAuth({ ...open, vroots: {} } as SiteOptions, { server: createServer() }), /unknown option 'vroots'/],
  ['a wrong option', () => ceCertAuth(open, { app: express() } as unknown as CeCertAuthOptions), /unknown option 'app'/],
  ['a server that can not ask', () => ceCertAuth(site, { server: createServer() }), /cannot ask.*createServer\(\{ key, cert, \.\.\.httpsOptions\(site\) \}, app\)/],
  ['a server of TLS that can not ask', () => ceCertAuth(site, { server: createHttpsServer() }), /cannot ask/],
  ['a server of HTTP/2', () => ceCertAuth(open, { server: createSecureServer() as unknown as CeCertAuthOptions['server'] }), /^server: is no server of node:https/],
  ['a second one', () => {
    const server = createServer()
    ceCertAuth(open, { server })
    ceCertAuth(open, { server })
  }, /^server: has ceCertAuth already/]
]

for (const [why, start, message] of mistakes) {
  t.test(`${why} stops the start`, async (t) => { t.throws(start, { name: 'TypeError', message }) })
}

t.test('what the middleware has taken it gives back, with the server or when it can not start', async (t) => {
  const registry = new promClient.Registry()
  const counted = { ...site, metrics: { client: promClient, registry } }
  t.throws(() => ceCertAuth(counted, { server: createServer() }), { name: 'TypeError' })
  t.strictSame(registry.getMetricsAsArray(), [])
  const server = createServer()
  ceCertAuth({ ...counted, virtualRoots: {} }, { server })
  t.not(registry.getMetricsAsArray().length, 0)
  await once(server.close(), 'close')
  t.strictSame(registry.getMetricsAsArray(), [])
})

t.test('refusals are no errors of Express', async (t) => {
  t.ok(new errorCodes.FST_CE_CERT_REQUIRED() instanceof Error, 'as they are in Fastify')
  const met: unknown[] = []
  const { port } = await startExpressSite(t, site, {
    after: (app) => app.use(((error, request, response, next) => {
      met.push(error)
      next(error)
    }) as ErrorRequestHandler)
  })
  t.match(await requestRawPath({ port }, '/Accounts'), { status: 403 })
  t.strictSame(met, [])
})
