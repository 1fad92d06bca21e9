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
  t.equal(routes.someOwnWantCertificate, false)
  routes.add({ method: ['GET', 'POST'], url: '/closed/:id(^\\d+$)' }, asking)
  t.equal(routes.find({ method: 'post', url: '/closed/{number}' }), asking)
  t.equal(routes.find({ method: ['PUT', 'GET'], url: '/closed/:id' }), asking)
  t.equal(routes.find({ method: 'PUT', url: '/closed/:id' }), null)
  t.equal(routes.find({ method: 'GET', url: '/closed/id' }), null)
  t.equal(routes.someOwnWantCertificate, true)
})
