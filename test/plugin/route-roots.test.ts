import t from 'tap'
import { RouteRoots } from '../../lib/plugin/route-roots.js'
import { RouteRules } from '../../lib/site/route-rules.js'
import { createVirtualRoot } from '../../lib/site/virtual-root.js'
import { VirtualRoots } from '../../lib/site/virtual-roots.js'

const virtualRoots = new VirtualRoots({ '/Accounts': {}, '/Accounts/Archive': {} })
const asking = createVirtualRoot('/closed/:id', { permissions: ['REQUIRE_CERT'] }, 'a route')

function rootsOfRoutes (): RouteRoots {
  return new RouteRoots(new RouteRules(virtualRoots))
}

t.test('a pattern is governed by the root in which all of it lies', async (t) => {
  const { find } = rootsOfRoutes()
  const cases: Array<[url: string, root: string | null]> = [
    ['/Accounts/:id', '/Accounts'],
    ['/Accounts/Archive/*', '/Accounts/Archive'],
    ['/AccountsOld', null],
    ['/*', null],
    ['*', null],
    ['/open/../Accounts', null]
  ]
  for (const [url, root] of cases) t.equal(find({ method: 'GET', url })?.path ?? null, root, url)
})

t.test('a route with options of its own has a root of its own, whatever its parameters are called', async (t) => {
  const routes = rootsOfRoutes()
  routes.add({ method: ['GET', 'POST'], url: '/closed/:id(^\\d+$)' }, asking)
  t.equal(routes.find({ method: 'post', url: '/closed/{number}' }), asking)
  t.equal(routes.find({ method: ['PUT', 'GET'], url: '/closed/:id' }), asking)
  t.equal(routes.find({ method: 'PUT', url: '/closed/:id' }), null)
  t.equal(routes.find({ method: 'GET', url: '/closed/id' }), null)
})

t.test('routes with options of their own are told in their order, the methods of one together', async (t) => {
  const routes = rootsOfRoutes()
  const inside = createVirtualRoot('/Accounts/:id', { permissions: ['REQUIRE_CERT'] }, 'a route')
  routes.add({ method: 'GET', url: '/closed/:id' }, asking)
  routes.add({ method: ['PUT', 'POST'], url: '/Accounts/:id' }, inside)
  routes.add({ method: 'HEAD', url: '/closed/:id' }, asking)
  t.match(routes.ruled, [
    { methods: ['GET', 'HEAD'], url: '/closed/:id', rule: asking, outer: null },
    { methods: ['PUT', 'POST'], url: '/Accounts/:id', rule: inside, outer: { path: '/Accounts' } }
  ])
})
