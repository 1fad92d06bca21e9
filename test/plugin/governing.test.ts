import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { governing } from '../../lib/plugin/governing.js'
import { RouteRules } from '../../lib/site/route-rules.js'
import { AMBIGUOUS, VirtualRoots } from '../../lib/site/virtual-roots.js'

const govern = governing(new RouteRules(new VirtualRoots({ '/Accounts': {}, '/open': {}, '/My Files': {} })))

function governed (url: string | undefined, routeOptions: object = {}): string | null {
  const root = govern({ raw: { url }, routeOptions } as FastifyRequest)
  return root === AMBIGUOUS ? 'ambiguous' : root === null ? null : root.path
}

const cases: Array<[why: string, url: string | undefined, expected: string | null]> = [
  ['a path', '/Accounts/x', '/Accounts'],
  ['a path with a query', '/Accounts/x?y=/open', '/Accounts'],
  ['a path under no root', '/elsewhere', null],
  ['a path with two readings', '/open/../Accounts', 'ambiguous'],
  ['an absolute URL', 'https://localhost/open', '/open'],
  ['no URL at all', undefined, 'ambiguous'],
  ['blanks that @fastify/express has decoded', '/My Files/x', '/My Files'],
  ['blanks, and a query that no reader needs', '/open/a b?c=\n%zz', '/open'],
  ['blanks under no root', '/elsewhere/a b', null],
  ['a blank at the end', '/Accounts ', 'ambiguous'],
  ['another white space', '/open/\t', 'ambiguous']
]

for (const [why, url, expected] of cases) {
  t.test(why, async (t) => { t.equal(governed(url), expected) })
}

t.test('the options of the route count too', async (t) => {
  const root = govern({ raw: { url: '/open' }, routeOptions: { config: { ceCertAuth: { userList: 'Alice' } } } } as unknown as FastifyRequest)
  t.match(root, { path: '/open', userList: 'Alice' })
  t.throws(() => governed('/open', { config: { ceCertAuth: { permissions: 'all' } } }), { name: 'TypeError' })
})
