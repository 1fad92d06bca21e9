import t from 'tap'
import { AMBIGUOUS, VirtualRoots } from '../../lib/site/virtual-roots.js'

function rootsOf (...prefixes: string[]): VirtualRoots {
  return new VirtualRoots(Object.fromEntries(prefixes.map((prefix) => [prefix, {}])))
}

/** The prefix of the root that governs a URL. */
function governing (roots: VirtualRoots, url: string): string | null {
  const root = roots.govern(url)
  return root === AMBIGUOUS ? 'ambiguous' : root === null ? null : root.path
}

const site = rootsOf('/Accounts', '/Accounts/Public/', '/My Files', '/Straße', '/v1.0/.well-known')

t.test('the longest prefix governs, on a segment boundary, without case', async (t) => {
  const cases: ReadonlyArray<[path: string, prefix: string | null]> = [
    ['/Accounts', '/Accounts'],
    ['/Accounts/', '/Accounts'],
    ['/Accounts/x', '/Accounts'],
    ['/ACCOUNTS/X', '/Accounts'],
    ['/Accounts/Public', '/Accounts/Public'],
    ['/accounts/public/x/y/z/a-path-that-is-longer-than-every-prefix', '/Accounts/Public'],
    ['/Accounts/Publicity', '/Accounts'],
    ['/Accounts/Public.html', '/Accounts'],
    ['/Accounts/Pub', '/Accounts'],
    ['/AccountsOld', null],
    ['/AccountsOld/Public/x', null],
    ['/Account', null],
    ['/', null],
    ['/x/Accounts', null],
    ['/v1.0/.well-known/x', '/v1.0/.well-known'],
    ['/constructor', null],
    ['/__proto__', null]
  ]
  for (const [path, prefix] of cases) {
    t.equal(site.find(path)?.path ?? null, prefix, path)
    t.equal(governing(site, path), prefix, `${path} as a URL`)
    t.equal(governing(site, `${path}?q=/../Accounts/%2e%2e;x`), prefix, `${path} with a query`)
    t.equal(governing(site, `http://host${path}?q`), prefix, `${path} in absolute-form`)
  }
})

t.test('a root / governs everything that no other does', async (t) => {
  const roots = rootsOf('/', '/Accounts')
  for (const url of ['/', '/x', '/AccountsOld', '/x//y', '/%41', '*', 'http://host', '/?x', '/..']) {
    t.equal(governing(roots, url), '/', url)
  }
  t.equal(governing(roots, '/Accounts/x'), '/Accounts')
  t.equal(roots.find('/x')?.path, '/')
})

t.test('what can\'t be written in a URL without an escape has one reading only', async (t) => {
  const cases: ReadonlyArray<[url: string, prefix: string | null]> = [
    ['/My%20Files/x', '/My Files'],
    ['/my%20files', '/My Files'],
    ['/Stra%C3%9Fe/x', '/Straße'],
    ['/STRA%c3%9FE/x', '/Straße'],
    ['/Straße', '/Straße'],
    ['/My%20Files%20', null],
    ['/Accounts/%7Cx%20%E2%82%AC', '/Accounts']
  ]
  for (const [url, prefix] of cases) t.equal(governing(site, url), prefix, url)
})

t.test('second readings that fall in the same root, or all in none, are no obstacle', async (t) => {
  const cases: ReadonlyArray<[url: string, prefix: string | null]> = [
    ['/Accounts/%61', '/Accounts'],
    ['/Accounts/a%2fb', '/Accounts'],
    ['/Accounts/a%252fb', '/Accounts'],
    ['/Accounts//x', '/Accounts'],
    ['/Accounts/;id=1', '/Accounts'],
    ['/Accounts/x;id=1', '/Accounts'],
    ['/Accounts/x/../y', '/Accounts'],
    ['/Accounts/x\\y', '/Accounts'],
    ['/x//y', null],
    ['/x/%2e%2e/y', null],
    ['/x;y', null],
    ['/100%25', null],
    ['*', null]
  ]
  for (const [url, prefix] of cases) t.equal(governing(site, url), prefix, url)
})

// lessons.md S15, S17: each of these has bypassed a check somewhere.
t.test('readings that fall in different roots are ambiguous', async (t) => {
  const urls = [
    '/%41ccounts', '/%61ccounts/x', '/Account%73', '/Accounts%2fx', '/Accounts%2Fx', '/Accounts%5cx', '/Accounts\\x',
    '/Accounts%00', '/Accounts%00x', '/Accounts%3b', '/Accounts;x', '/Accounts;x=y/z', '/Accounts#x', '/Accounts%3fx', '/Accounts%23x',
    '//Accounts', '//Accounts/x', '///Accounts', '/\\Accounts', '\\/Accounts', '//host/Accounts', '/./Accounts',
    '/x/../Accounts', '/x/..//Accounts', '/x//../Accounts', '/%2e/Accounts', '/%2e%2e/Accounts', '/.%2e/Accounts',
    '/x/%2E%2e/Accounts/y', '/Accounts/..', '/Accounts/../x', '/Accounts/%2e%2e/x', '/Accounts/..%2fx', '/Accounts/..\\x',
    '/Accounts/..%5cx', '/Accounts/..;/x', '/Accounts/..;x/y', '/Accounts/..%3b/x', '/x/..;/Accounts', '/;/Accounts',
    '/x;/../Accounts', '/x;y%2f..%2f..%2fAccounts', '/Accounts//Public', '/Accounts/./Public', '/Accounts/Public/..',
    '/Accounts/%50ublic', '/Accounts/Public%2f', '/Accounts/Public;', '/Accounts%2fPublic', '/Accounts/x%2f..%2fPublic',
    '/public/..%5cAccounts', '/public%2f..%2fAccounts/x', 'http://host//Accounts', 'http://host/%41ccounts'
  ]
  for (const url of urls) t.equal(governing(site, url), 'ambiguous', url)
})

t.test('a URL that can\'t be read is ambiguous, whatever the roots are', async (t) => {
  const urls = [
    '', 'Accounts', '?x', 'ftp://host/Accounts', 'http:///Accounts', 'http://host\\Accounts', 'http://u@host/Accounts',
    '/Accounts/%', '/%zz', '/%c0%ae%c0%ae/Accounts', '/Accounts/%ff', '/Accounts\0', '/Acc\tounts', '/Accounts/ x'
  ]
  for (const url of urls) {
    t.equal(governing(site, url), 'ambiguous', JSON.stringify(url))
    t.equal(governing(rootsOf('/'), url), 'ambiguous', JSON.stringify(url))
  }
})

t.test('hostile paths of 64 KB are decided in bounded time', async (t) => {
  const parts = ['%2e%2e/', '../', '/', ';/', '\\', 'a/', '%25', '%2f', 'x%2e%2e%2f\\;//;a=%5c..%3b%2f.', '%3f%23%00%5c%2f']
  for (const part of parts) {
    const url = '/' + part.repeat(65_536 / part.length)
    const start = process.cpuUsage()
    t.not(governing(site, url), '/Accounts', part)
    const { user } = process.cpuUsage(start)
    // A few milliseconds; the limit leaves room for a slow machine, and none for quadratic work.
    t.ok(user < 500_000, `${part} took ${user} µs`)
  }
})

t.test('a deep path is not searched deeper than the prefixes are', async (t) => {
  t.equal(governing(rootsOf('/Accounts'), '/a'.repeat(500_000)), null)
  t.equal(governing(rootsOf('/Accounts'), '/Accounts' + '/a'.repeat(500_000)), '/Accounts')
})

t.test('roots are listed in their order, and frozen', async (t) => {
  t.same([...site].map((root) => root.path), ['/Accounts', '/Accounts/Public', '/My Files', '/Straße', '/v1.0/.well-known'])
  t.equal(site.size, 5)
  t.ok(Object.isFrozen(site))
  for (const root of site) t.ok(Object.isFrozen(root))
  t.equal(rootsOf().find('/'), null)
})

t.test('a prefix that a request could not meet, or meet in two ways, is a mistake', async (t) => {
  const mistakes: ReadonlyArray<[prefix: string, message: RegExp]> = [
    ['', /^virtualRoots: the prefix '' must begin with '\/'/],
    ['Accounts', /must begin with '\/'; write the decoded path/],
    ['*', /must/],
    ['http://host/Accounts', /must/],
    ['/My%20Files', /must not hold '%'/],
    ['/Accounts\\x', /must not hold/],
    ['/Accounts;x', /must not hold ';'/],
    ['/Accounts?x', /must not hold '\?'/],
    ['/Accounts#x', /must not hold '#'/],
    ['/Accounts/*', /must not hold '\*'/],
    ['//', /must not hold '\/\/'/],
    ['/Accounts//x', /must not hold '\/\/'/],
    ['/Accounts//', /must not hold '\/\/'/],
    ['/.', /must not hold '\/\.'/],
    ['/Accounts/..', /must not hold '\/\.\.'/],
    ['/Accounts/../x', /must not hold '\/\.\.\/'/],
    ['/Acc\0unts', /must not hold/],
    ['/Acc\nunts', /must not hold/],
    ['/Accounts ', /must not hold ' '/],
    ['__proto__', /must begin/]
  ]
  for (const [prefix, message] of mistakes) {
    t.throws(() => rootsOf(prefix), { name: 'TypeError', message }, JSON.stringify(prefix))
  }
})

t.test('two prefixes that are one root are a mistake', async (t) => {
  t.throws(() => rootsOf('/Accounts', '/ACCOUNTS'), {
    name: 'TypeError', message: 'virtualRoots[\'/ACCOUNTS\']: is the same virtual root as \'/Accounts\''
  })
  t.throws(() => rootsOf('/Accounts', '/Accounts/'), { name: 'TypeError' })
})

t.test('roots that are no record of roots are a mistake', async (t) => {
  for (const value of [undefined, null, [], '/Accounts', 5, new Map([['/Accounts', {}]]), { __proto__: { '/a': {} } }]) {
    t.throws(() => new VirtualRoots(value), { name: 'TypeError', message: /^virtualRoots: .* is not a plain object/ })
  }
  t.throws(() => new VirtualRoots({ '/a': undefined }), { message: /^virtualRoots\['\/a'\]: undefined is not a plain/ })
  t.throws(() => new VirtualRoots(JSON.parse('{"__proto__": {}}')), { message: /the prefix '__proto__' must begin/ })
})

t.test('ten thousand roots are found by their prefix', async (t) => {
  const roots = rootsOf(...Array.from({ length: 10_000 }, (_, index) => `/Area${index % 100}/Root${index}`))
  t.equal(governing(roots, '/Area99/Root9999/x'), '/Area99/Root9999')
  t.equal(governing(roots, '/area0/root100'), '/Area0/Root100')
  t.equal(governing(roots, '/Area1/Root100'), null)
})
