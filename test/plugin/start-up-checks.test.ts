import { createServer as createHttp2Server } from 'node:http2'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import fastifyMiddie from '@fastify/middie'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import t from 'tap'
import { checkRoute, checkServer, warningsOf } from '../../lib/plugin/start-up-checks.js'
import { createSite } from '../../lib/site/options.js'
import { RouteRules } from '../../lib/site/route-rules.js'

t.test('only a TLS server that asks for certificates serves certificate roots', async (t) => {
  const check = (server: object) => () => { checkServer({ server } as FastifyInstance) }
  t.doesNotThrow(check(createHttpsServer({ requestCert: true })))
  const silent = [createHttpsServer({}), createHttpsServer({ requestCert: false })]
  for (const server of [...silent, createHttpServer(), createHttp2Server(), { requestCert: true }]) {
    t.throws(check(server), { name: 'TypeError', message: /this server cannot ask.*httpsOptions\(site\)/ })
  }
})

t.test('whoever registers it in a child context is told what it does not govern', async (t) => {
  const app = Fastify()
  t.strictSame(warningsOf(app), [])
  await app.register(fp(async (app) => { t.strictSame(warningsOf(app), []) }))
  await app.register(async function part (child) {
    t.match(warningsOf(child), [/the child context part: it governs nothing outside of it; register it on the root/])
    await child.register(async (grandchild) => { t.match(warningsOf(grandchild), [/nothing outside of it/]) })
  })
})

t.test('the options of a route are checked under the root of its pattern', async (t) => {
  const site = createSite({ virtualRoots: { '/Accounts': { permissions: ['READ'], authentication: 3 } } })
  const rules = new RouteRules(site.virtualRoots)
  t.match(checkRoute(site, rules, '/Accounts/:id', { authentication: 1 }), {
    rule: { path: '/Accounts', authentication: 3 }, vain: { length: 1 }
  })
  t.match(checkRoute(site, rules, '/*', { permissions: ['SSL'] }), { rule: { path: '/*' }, vain: [] })
  t.match(checkRoute(site, rules, '/Accounts/..', { permissions: ['SSL'] }), { rule: { path: '/Accounts/..' }, vain: [] })
  t.throws(() => checkRoute(site, rules, '/x', { userList: '--' }), { name: 'TypeError', message: /\/x/ })
  t.throws(() => checkRoute(site, rules, '/x', { permissions: ['READ', 'NEGO_CERT'] }), {
    name: 'TypeError', message: /^trustAnchors: the route \/x asks/
  })
})

t.test('middleware that is there already is named, middleware that comes later is not', async (t) => {
  const named: string[][] = []
  const ask = fp(async (app: FastifyInstance) => { named.push(warningsOf(app)) }, { name: 'asks' })
  await Fastify().register(ask).register(fastifyMiddie)
  await Fastify().register(fp(async () => {}, { name: '@fastify/middie-like' })).register(ask)
  await Fastify().register(fastifyMiddie).register(ask)
  await Fastify().register(async (child) => { await child.register(fastifyMiddie) }).register(ask)
  t.match(named, [[], [], [/^@fastify\/middie was registered before/], [/^@fastify\/middie was registered before/]])
  t.strictSame(named.map(({ length }) => length), [0, 0, 1, 1])
})
