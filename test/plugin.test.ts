import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import fp from 'fastify-plugin'
import t from 'tap'
import type { Test } from 'tap'
import { ceCertAuth } from '../lib/plugin.js'
import type { SiteOptions } from '../lib/site/options.js'
import { requestRawPath } from './support/clients.js'
import { createGuardedSite } from './support/guarded-site.js'
import { keepLog } from './support/log.js'
import { startSite } from './support/start-site.js'

const { site, alice } = await createGuardedSite({
  '/private': { permissions: ['READ', 'DONT_CACHE'] },
  '/asked': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] }
})
const open: SiteOptions = { virtualRoots: { '/open': {} } }

function app (t: Test, options: FastifyServerOptions = {}): FastifyInstance {
  const app = Fastify(options)
  t.teardown(() => app.close())
  return app
}

t.test('handlers find who came, by what, and what governs the path', async (t) => {
  const { port } = await startSite(t, site, {
    after: (app) => app.all('/*', async ({ virtualRoot, pseudoUser, clientCertificate, serverVariables }) => ({
      root: virtualRoot?.path ?? null,
      user: pseudoUser,
      subject: clientCertificate?.certificate.subject ?? null,
      trust: clientCertificate?.chain.errorStatus ?? null,
      AUTH_USER: serverVariables.AUTH_USER
    }))
  })
  const nobody = { user: null, subject: null, trust: null, AUTH_USER: '' }
  const somebody = {
    user: { name: 'Alice', groups: [], isAdministrator: false }, subject: 'CN=Alice', trust: 0, AUTH_USER: 'Alice'
  }
  t.strictSame((await requestRawPath({ port, identity: alice }, '/Accounts/x')).json, { root: '/Accounts', ...somebody })
  t.strictSame((await requestRawPath({ port, identity: alice }, '/asked')).json, { root: '/asked', ...somebody })
  t.strictSame((await requestRawPath({ port }, '/asked')).json, { root: '/asked', ...nobody })
  t.strictSame((await requestRawPath({ port, identity: alice }, '/private')).json, { root: '/private', ...nobody },
    'a root that asks for no certificate has none')
  t.strictSame((await requestRawPath({ port, identity: alice }, '/elsewhere')).json, { root: null, ...nobody })
})

t.test('server variables are made once', async (t) => {
  const fastify = app(t)
  await fastify.register(ceCertAuth, open)
  fastify.get('/', async (request) => {
    const { serverVariables } = request
    t.equal(request.serverVariables, serverVariables)
    return ''
  })
  await fastify.inject('/')
})

t.test('DONT_CACHE forbids to store responses, refusals too', async (t) => {
  const { port } = await startSite(t, site, {
    after: (app) => app.all('/*', async (request, reply) => reply.header('cache-control', 'public').send(''))
  })
  t.match(await requestRawPath({ port }, '/private'), { status: 200, headers: { 'cache-control': 'no-store' } })
  t.match(await requestRawPath({ port }, '/private', 'POST'), { status: 403, headers: { 'cache-control': 'no-store' } })
  t.match(await requestRawPath({ port }, '/elsewhere'), { status: 200, headers: { 'cache-control': 'public' } })
})

t.test('a clock that fails refuses, and tells the log', async (t) => {
  for (const clock of [() => { throw new Error('the battery is empty') }, () => 0 as unknown as Date]) {
    const log = keepLog()
    const { port } = await startSite(t, { ...site, clock }, { fastify: { logger: log.logger } })
    t.match(await requestRawPath({ port, identity: alice }, '/Accounts'), { status: 403, json: { subStatus: '403.16' } })
    t.match(log.lines.slice(-2), [{ level: 50, msg: /could not be decided/ }, { level: 40, ceCertAuth: { reason: 'the decision failed' } }])
  }
})

t.test('wrong options of a route that was there before refuse its requests, where they would have to wait too', async (t) => {
  const log = keepLog()
  const wrong = { permissions: 'all' as unknown as number }
  const { port } = await startSite(t, { ...site, mapUser: () => true }, {
    fastify: { logger: log.logger },
    before: (app) => { app.get('/Accounts/x', { config: { ceCertAuth: wrong } }, async () => 'never') },
    after: () => {}
  })
  const answer = await requestRawPath({ port, identity: alice }, '/Accounts/x')
  t.match(answer, { status: 403, json: { subStatus: '403.16' } })
  t.match(log.lines.find(({ level }) => level === 50), { msg: /could not be decided/ })
})

t.test('who is sent to another host is no error', async (t) => {
  const log = keepLog('info')
  const failed: unknown[] = []
  const certificateHost = 'secure.example.org'
  const { app, port } = await startSite(t, { ...site, certificateHost }, {
    byHostName: true,
    fastify: { logger: log.logger },
    before: (app) => app.addHook('onError', async (request, reply, error) => { failed.push(error) }),
    after (app) {
      app.setErrorHandler((error, request, reply) => {
        failed.push(error)
        reply.send('')
      })
    }
  })
  t.match(await requestRawPath({ port, servername: 'www.example.org' }, '/Accounts'), {
    status: 307, headers: { location: /^https:\/\/secure\.example\.org.*\/Accounts$/ }, json: { code: 'FST_CE_CERT_HOST' }
  })
  t.strictSame(failed, [])
  await app.close()
  t.match(log.lines.slice(-2), [
    { level: 40, msg: 'refused: 307 FST_CE_CERT_HOST' }, { level: 30, msg: 'request completed', res: { statusCode: 307 } }
  ])
})

t.test('who is let in is logged for those who want to know', async (t) => {
  const log = keepLog('debug')
  const { port } = await startSite(t, site, { fastify: { logger: log.logger } })
  await requestRawPath({ port, identity: alice }, '/Accounts')
  await requestRawPath({ port, identity: alice }, '/elsewhere')
  t.match(log.lines.filter(({ msg }) => msg === 'admitted'), [{ ceCertAuth: { user: 'Alice', virtualRoot: '/Accounts' } }])
})

t.test('what an operator should know is logged at start', async (t) => {
  const log = keepLog()
  const fastify = app(t, { logger: log.logger })
  await fastify.register(ceCertAuth, { ...open, trustAnchors: site.trustAnchors!, certTrustOverride: 0x20 })
  fastify.get('/open/x', { config: { ceCertAuth: { permissions: ['READ', 'WRITE'] } } }, async () => '')
  t.match(log.lines.map(({ msg }) => msg).join('\n'), /IS_UNTRUSTED_ROOT[^]*\/open\/x.*WRITE/)
})

t.test('what clients will meet is reported', async (t) => {
  const { app } = await startSite(t, site)
  t.match(app.ceCertAuth.report(), { acquire: 'handshake', virtualRoots: [{ certificate: 'required' }], routes: [] })
})

t.test('so is what they will meet at a route that asks for more than its virtual root', async (t) => {
  const log = keepLog('info')
  const { app } = await startSite(t, site, {
    fastify: { logger: log.logger },
    after: async (app) => app.register(async (app) => {
      app.get('/books/:id', { config: { ceCertAuth: { permissions: ['READ', 'REQUIRE_CERT'] } } }, async () => '')
    }, { prefix: '/open' })
  })
  t.match(app.ceCertAuth.report().routes, [{ methods: ['GET', 'HEAD'], url: '/open/books/:id', certificate: 'required' }])
  t.match(log.lines.filter(({ msg }) => /books/.test(String(msg))).map(({ msg }) => msg), ['GET, HEAD /open/books/:id requires a certificate; every client is asked in the handshake'])
})

t.test('a site is explained without a request', async (t) => {
  const { app } = await startSite(t, site)
  t.match(app.ceCertAuth.explain({ path: '/Accounts' }), { admitted: false, subStatus: '403.7' })
  t.match(app.ceCertAuth.explain({ path: '/Accounts', certificate: alice.pem }), { admitted: true, pseudoUser: { name: 'Alice' } })
})

const mistakes: Array<[why: string, register: (app: FastifyInstance) => unknown, message: RegExp]> = [
  ['a wrong option', (app) => app.register(ceCertAuth, { ...open, vroots: {} } as SiteOptions), /unknown option 'vroots'/],
  ['a second registration', (app) => app.register(ceCertAuth, open).register(ceCertAuth, open), /registered already/],
  ['a child context', (app) => app.register(async function part (child) { await child.register(ceCertAuth, open) }), /the child context part/],
  ['a server that can not ask', (app) => app.register(ceCertAuth, site), /this server cannot ask/],
  ['a route that wants certificates of a server that can not ask', async (app) => {
    await app.register(ceCertAuth, { ...open, trustAnchors: site.trustAnchors! })
    app.get('/x', { config: { ceCertAuth: { permissions: ['READ', 'REQUIRE_CERT'] } } }, async () => '')
  }, /this server cannot ask/],
  ['wrong options of a route', async (app) => {
    await app.register(ceCertAuth, open)
    app.get('/x', { config: { ceCertAuth: { authentication: -1 } } }, async () => '')
  }, /\/x.*authentication/]
]

for (const [why, register, message] of mistakes) {
  t.test(`${why} stops the start`, async (t) => {
    const fastify = app(t)
    await t.rejects(async () => { await register(fastify); await fastify.ready() }, { name: 'TypeError', message })
  })
}

t.test('a plugin wrapped in fastify-plugin registers it for everybody', async (t) => {
  const fastify = app(t)
  await fastify.register(fp(async (app) => { await app.register(ceCertAuth, { virtualRoots: { '/': { permissions: ['SSL', 'READ'] } } }) }))
  t.match((await fastify.inject('/')).json(), { subStatus: '403.4' })
})

t.test('every path of a site without routes is governed as well', async (t) => {
  const { port } = await startSite(t, site, { after: () => {} })
  t.match(await requestRawPath({ port }, '/Accounts/x'), { status: 403 })
  t.match(await requestRawPath({ port, identity: alice }, '/Accounts/x'), { status: 404 })
})

t.test('a route for all paths of a method does not stand in the way', async (t) => {
  const { port } = await startSite(t, site, { after: (app) => app.options('*', async () => 'preflight') })
  t.match(await requestRawPath({ port }, '/elsewhere', 'OPTIONS'), { status: 200, body: 'preflight' })
  t.match(await requestRawPath({ port, identity: alice }, '/Accounts', 'OPTIONS'), { status: 200, body: 'preflight' })
  t.match(await requestRawPath({ port }, '/Accounts', 'OPTIONS'), { status: 403 })
})

t.test('a path that a later hook has exchanged is decided again, before the handler sees it', async (t) => {
  const { port } = await startSite(t, site, {
    after (app) {
      app.addHook('onRequest', async ({ raw }) => { raw.url = decodeURI(raw.url ?? '') })
      app.get('/*', async (request) => ({ url: request.raw.url, user: request.pseudoUser?.name ?? null }))
    }
  })
  t.match(await requestRawPath({ port }, '/%2541ccounts/x'), { status: 400, json: { code: 'FST_CE_AMBIGUOUS_PATH' } })
  t.match(await requestRawPath({ port }, '/els%65where'), { status: 200, json: { url: '/elsewhere', user: null } })
  t.match(await requestRawPath({ port }, '/Accounts/My%20Books'), { status: 403, json: { subStatus: '403.7' } })
  const { json } = await requestRawPath({ port, identity: alice }, '/Accounts/My%20Books')
  t.strictSame(json, { url: '/Accounts/My Books', user: 'Alice' })
})
