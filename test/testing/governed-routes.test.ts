import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import ceCertAuth from '../../lib/index.js'
import { assertEveryRouteIsGoverned } from '../../lib/testing.js'

const answer = async (): Promise<string> => ''

/** An app with these roots and routes, the first of them registered before the plugin. */
async function appOf (
  t: Test, roots: readonly string[], routes: readonly string[], own: readonly string[] = []
): Promise<FastifyInstance> {
  const app = Fastify()
  t.teardown(() => app.close())
  const [first, ...others] = routes
  if (first !== undefined) app.get(first, answer)
  await app.register(ceCertAuth, { virtualRoots: Object.fromEntries(roots.map((path) => [path, {}])) })
  for (const url of others) app.get(url, answer)
  for (const url of own) app.get(url, { config: { ceCertAuth: { permissions: ['READ'] } } }, answer)
  return app
}

t.test('an app whose routes are all governed passes', async (t) => {
  await assertEveryRouteIsGoverned(await appOf(t, ['/Accounts', '/open'], ['/Accounts/:id', '/accounts', '/open/*'], ['/own/:id']))
  await assertEveryRouteIsGoverned(await appOf(t, ['/'], ['/a', '*']))
})

t.test('routes under no virtual root are listed, early ones too', async (t) => {
  const app = await appOf(t, ['/Accounts'], ['/early', '/Accounts/x', '/AccountsOld/:id'])
  await t.rejects(assertEveryRouteIsGoverned(app), {
    name: 'AssertionError',
    actual: ['GET, HEAD /early is under no virtual root', 'GET, HEAD /AccountsOld/:id is under no virtual root'],
    message: 'GET, HEAD /early is under no virtual root\nGET, HEAD /AccountsOld/:id is under no virtual root'
  })
})

t.test('so are virtual roots without a route', async (t) => {
  const cases: Array<[routes: string[], empty: string[]]> = [
    [['/Accounts/Archive/x'], ['/Accounts']],
    [['/Accounts/x'], ['/Accounts/Archive']],
    [['/Accounts/:id'], []],
    [['/Accounts/*'], []],
    [['/Accounts/:id/x', '/Accounts'], []],
    [['/Accounts', '/Accounts/:id/Other'], []]
  ]
  for (const [routes, empty] of cases) {
    const app = await appOf(t, ['/Accounts', '/Accounts/Archive'], routes)
    const found = await assertEveryRouteIsGoverned(app).then(() => [], ({ actual }) => actual)
    t.strictSame(found, empty.map((path) => `${path} is a virtual root without a route`), routes.join())
  }
})

t.test('a wildcard above a virtual root leads into it, and is governed by none', async (t) => {
  const app = await appOf(t, ['/Accounts'], ['/*'])
  await assertEveryRouteIsGoverned(app, { except: ['/*'] })
  await t.rejects(assertEveryRouteIsGoverned(app), { name: 'AssertionError', actual: ['GET, HEAD /* is under no virtual root'] })
})

t.test('an exception that is none is a mistake', async (t) => {
  const app = await appOf(t, ['/Accounts'], ['/Accounts', '/health'])
  await assertEveryRouteIsGoverned(app, { except: ['/health'] })
  for (const except of ['/Accounts', '/nowhere']) {
    await t.rejects(assertEveryRouteIsGoverned(app, { except: [except] }), {
      name: 'TypeError', message: `except: '${except}' is not among the routes under no virtual root; leave it out`
    })
  }
})
