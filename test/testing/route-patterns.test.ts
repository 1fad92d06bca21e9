import Fastify from 'fastify'
import t from 'tap'
import { routePatterns } from '../../lib/testing/route-patterns.js'

const handler = async (): Promise<string> => ''

t.test('every pattern is found as it was registered', async (t) => {
  const urls = [
    '/', '/a', '/a/*', '/a/:id/b', '/a/:id/:c', '/at/:hour(^\\d{2})h:minute(^\\d{2})m', '/x/:id(^(a|b)$)', '/name::verb/:id', '/a b/\u00fc',
    '/two/:id/x', '*'
  ]
  const app = Fastify()
  t.teardown(() => app.close())
  for (const url of urls) app.get(url, handler)
  app.route({ method: ['POST', 'PUT'], url: '/a', handler })
  // One parameter to the router, which has the name that came first.
  app.get('/two/:name/y', handler)
  for (const constraints of [{ host: 'a.test' }, { host: /^b\./i }, { version: '1.2.0' }]) {
    app.route({ method: 'GET', url: '/constrained', constraints, handler })
  }
  await app.ready()
  const found = routePatterns(app)
  t.strictSame(found.map(({ url }) => url).sort(), [...urls, '/constrained', '/two/:id/y'].sort())
  t.strictSame(found.find(({ url }) => url === '/a')?.method, ['GET', 'HEAD', 'POST', 'PUT'])
})

t.test('a host that is a pattern is one in the question too', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.route({ method: 'GET', url: '/x', constraints: { host: /^b\./i }, handler })
  await app.ready()
  t.strictSame(routePatterns(app), [{ method: ['GET', 'HEAD'], url: '/x' }])
})

t.test('what can\'t be confirmed is not passed over', async (t) => {
  const app = { printRoutes: () => '\u2514\u2500\u2500 /x (GET)\n', hasRoute: () => false }
  t.throws(() => routePatterns(app), { message: /^GET \/x: stands in app\.printRoutes/ })
})

t.test('an app without routes has none', async (t) => {
  t.strictSame(routePatterns(Fastify()), [])
})
