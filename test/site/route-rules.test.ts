import t from 'tap'
import { UrlFlags } from '../../lib/site/flags.js'
import { RouteRules } from '../../lib/site/route-rules.js'
import { AMBIGUOUS, VirtualRoots, type VirtualRoot } from '../../lib/site/virtual-roots.js'

const virtualRoots = new VirtualRoots({
  '/Accounts': { permissions: ['READ', 'REQUIRE_CERT'] },
  '/Accounts/open': { permissions: ['READ'] },
  '/public': {},
  '/My Files': {}
})
const rules = new RouteRules(virtualRoots)

function path (governing: VirtualRoot | null | typeof AMBIGUOUS): string | null {
  return governing === AMBIGUOUS ? 'ambiguous' : governing === null ? null : governing.path
}

const cases: Array<[url: string, pattern: string | undefined, expected: string | null, why: string]> = [
  ['/Accounts/x', '/Accounts/:id', '/Accounts', 'path and pattern agree'],
  ['/accounts/x', '/accounts/:id', '/Accounts', 'case does not matter'],
  ['/Accounts/x', '/*', '/Accounts', 'a wildcard is governed by the path'],
  ['/Accounts', '/:name', '/Accounts', 'a parameter is governed by the path'],
  ['/Accounts/open/x', '/Accounts/*', '/Accounts/open', 'a root within the pattern\'s root'],
  ['/Accounts/open/x', '/Accounts/open/x', '/Accounts/open', 'a pattern without parameters'],
  ['/elsewhere', '/*', null, 'nothing governs path and pattern'],
  ['/Accounts/x', undefined, '/Accounts', 'no route matched'],
  ['/Accounts/x', '/Acc:rest/x', '/Accounts', 'only whole segments of a pattern are fixed'],
  ['/Accounts/x', '/Acc(.*)', '/Accounts', 'a regular expression is a parameter'],
  ['/Accounts/x', '*', '/Accounts', 'the pattern for all paths'],
  ['/elsewhere', '*', null, 'the pattern for all paths, where nothing governs'],
  ['/My%20Files/x', '/My Files/:id', '/My Files', 'a pattern is written decoded'],
  ['/elsewhere', '/My Files/:id', 'ambiguous', 'a pattern is written decoded, and governed as that'],
  ['/elsewhere', '/Accounts/:id', 'ambiguous', 'a router that leads into a root that the path is not in'],
  ['/public/x', '/Accounts/:id', 'ambiguous', 'a router that leads into another root than the path\'s'],
  ['/Accounts/x', '/Accounts/open/:id', 'ambiguous', 'a router that leads deeper than the path'],
  ['/Accounts/%2e%2e/public', '/*', 'ambiguous', 'a path with two readings'],
  ['/elsewhere', '/Accounts/%2e%2e/:id', 'ambiguous', 'a pattern with two readings']
]

for (const [url, pattern, expected, why] of cases) {
  t.test(`${why}: ${url} matched by ${pattern}`, async (t) => {
    t.equal(path(rules.govern(url, { url: pattern })), expected)
  })
}

t.test('under the root of everything all patterns agree', async (t) => {
  const rules = new RouteRules(new VirtualRoots({ '/': {}, '/a': {} }))
  t.equal(path(rules.govern('/a/x', { url: '/*' })), '/a')
  t.equal(path(rules.govern('/b', { url: '/:name' })), '/')
  t.equal(path(rules.govern('/b', { url: '/a/*' })), 'ambiguous')
})

t.test('the options of a route tighten its root, and are worked out once', async (t) => {
  const config = { ceCertAuth: { permissions: ['SSL128'] as const } }
  const rule = rules.govern('/public/x', { url: '/public/x', config }) as VirtualRoot
  t.equal(rule.permissions & UrlFlags.SSL128, UrlFlags.SSL128)
  t.equal(rules.govern('/public/y', { url: '/public/y', config }), rule)
  t.not(rules.govern('/Accounts/y', { url: '/Accounts/y', config }), rule, 'another root, another rule')
})

t.test('routes that share their options are told apart', async (t) => {
  const config = { ceCertAuth: { permissions: ['READ', 'SSL'] as const } }
  for (const url of ['/one', '/two', '/one']) t.match(rules.govern(url, { url, config }), { path: url })
})

t.test('a route under no virtual root is one by itself', async (t) => {
  const config = { ceCertAuth: { permissions: ['READ', 'REQUIRE_CERT'] as const } }
  t.match(rules.govern('/own/5', { url: '/own/:id', config }), { path: '/own/:id', permissions: UrlFlags.READ | UrlFlags.REQUIRE_CERT })
})

t.test('wrong options of a route are a TypeError that names it', async (t) => {
  t.throws(() => rules.govern('/public/x', { url: '/public/x', config: { ceCertAuth: { permissions: 0x80000 } } }), {
    name: 'TypeError', message: /\/public\/x/
  })
})
