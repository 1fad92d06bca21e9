import fastifyMiddie from '@fastify/middie'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import t from 'tap'
import { checkInstance, checkRoute, earlierMiddleware } from '../../lib/plugin/start-up-checks.js'
import { createSite } from '../../lib/site/options.js'
import { RouteRules } from '../../lib/site/route-rules.js'

t.test('the root instance is the place for it, once', async (t) => {
  const app = Fastify()
  t.doesNotThrow(() => { checkInstance(app) })
  await app.register(fp(async (app) => { checkInstance(app) }))
  await app.register(async function fastify (child) {
    t.throws(() => { checkInstance(child) }, { name: 'TypeError', message: /child context fastify, / })
    await child.register(async (grandchild) => { t.throws(() => { checkInstance(grandchild) }, { name: 'TypeError' }) })
  })
  app.decorate('ceCertAuth' as never, {} as never)
  t.throws(() => { checkInstance(app) }, { name: 'TypeError', message: /registered already/ })
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
  const ask = fp(async (app: FastifyInstance) => { named.push(earlierMiddleware(app)) }, { name: 'asks' })
  await Fastify().register(ask).register(fastifyMiddie)
  await Fastify().register(fp(async () => {}, { name: '@fastify/middie-like' })).register(ask)
  await Fastify().register(fastifyMiddie).register(ask)
  await Fastify().register(async (child) => { await child.register(fastifyMiddie) }).register(ask)
  t.strictSame(named, [[], [], ['@fastify/middie'], ['@fastify/middie']])
})
