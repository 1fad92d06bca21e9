import t from 'tap'
import { plainPathOf, readingsOf } from '../../lib/site/path-readings.js'

t.test('a path that everybody reads alike is taken as it is', async (t) => {
  const cases: ReadonlyArray<[url: string, path: string]> = [
    ['/', '/'],
    ['/?x', '/'],
    ['/Accounts', '/Accounts'],
    ['/Accounts/', '/Accounts/'],
    ['/Accounts/balance.html?a=/../%2e;x#y', '/Accounts/balance.html'],
    ['/.well-known/x', '/.well-known/x'],
    ['/..x/...', '/..x/...'],
    ['/a/b-c_d~e!f$g&h\'i(j)k*l+m,n=o:p@q', '/a/b-c_d~e!f$g&h\'i(j)k*l+m,n=o:p@q']
  ]
  for (const [url, path] of cases) t.equal(plainPathOf(url), path, url)
})

t.test('a path that anybody could read in another way is looked at closely', async (t) => {
  const urls = [
    '', '?x', '*', 'Accounts', 'http://host/Accounts', '//Accounts', '/a//b', '/a//', '/.', '/..', '/./a', '/a/..', '/a/../b',
    '/a/.?x', '/%41', '/a%', '/a\\b', '/a;b', '/a#b', '/é', '/a b', '/a\0', '/a\n', '/a|b', '/a[b]'
  ]
  for (const url of urls) t.equal(plainPathOf(url), null, JSON.stringify(url))
})

t.test('the readings are those of the router, of its options, of middleware, file systems and proxies', async (t) => {
  const cases: ReadonlyArray<[url: string, ...readings: string[]]> = [
    ['/a?b', '/a'],
    ['/%61', '/%61', '/a'],
    ['/%2561', '/%2561', '/%61'],
    ['/My%20Files/%C3%A9%7C', '/My Files/é|'],
    ['/a%2Fb', '/a%2Fb', '/a/b'],
    ['/a%5cb', '/a%5cb', '/a\\b', '/a/b'],
    ['/a\\b', '/a\\b', '/a/b'],
    ['/a//b', '/a//b', '/a/b'],
    ['//host/a', '//host/a', '/host/a', '/a'],
    ['/\\host/a', '/\\host/a', '//host/a', '/host/a', '/a'],
    ['/a/../b', '/a/../b', '/b'],
    ['/a/./b', '/a/./b', '/a/b'],
    ['/a/..', '/a/..', '/'],
    ['/a/.', '/a/.', '/a/'],
    ['/../a', '/../a', '/a'],
    ['/a//../b', '/a//../b', '/a/b', '/a/../b', '/b'],
    ['/%2e%2e/a', '/%2e%2e/a', '/../a', '/a'],
    ['/a;x/b', '/a;x/b', '/a/b', '/a'],
    ['/a;x%2f..%2fb', '/a;x%2f..%2fb', '/a', '/a;x/../b', '/a/../b', '/b'],
    ['/a%3bx', '/a%3bx', '/a;x', '/a'],
    ['/a%00b', '/a%00b', '/a\0b', '/a'],
    ['/a%3fb', '/a%3fb', '/a?b', '/a'],
    ['/a%23b', '/a%23b', '/a#b', '/a'],
    ['/a#/../b', '/a#/../b', '/a', '/b'],
    ['/%41%2f', '/%41%2f', '/A%2f', '/A/'],
    ['http://host/a%2fb?x', '/a%2fb', '/a/b'],
    ['HTTPS://[::1]:443/a', '/a'],
    ['http://host', '/']
  ]
  for (const [url, ...expected] of cases) {
    const readings = new Set(readingsOf(url))
    for (const reading of expected) t.ok(readings.has(reading), `${url} is read as ${JSON.stringify(reading)}`)
    t.ok(readings.size <= 16, `${url} has no more than 16 readings`)
  }
})

t.test('a path without a second reading has one', async (t) => {
  for (const url of ['/a', '/a/', '/é', '/My%20Files', '/a%7Cb', 'http://host/a']) {
    t.equal(new Set(readingsOf(url)).size, 1, url)
  }
})

t.test('no path, or a malformed one, can not be read', async (t) => {
  const urls = [
    '', '?x', '*', '#x', 'Accounts', 'host:443', 'ftp://host/a', 'http:///a', 'http://host?x', 'http://host?x/a', 'http://host#x/a', 'http://user@host/a', 'http://host\\a',
    'http://ho%73t/a', '\\a', '/a b', '/a\0', '/a\tb', '/a?b\n', '/%', '/%4', '/%zz', '/%u0041', '/%c0%ae', '/%c0%af',
    '/%e0%80%af', '/%ed%a0%80', '/%ff', '/%e2%84'
  ]
  for (const url of urls) t.same([...readingsOf(url)], [null], JSON.stringify(url))
})

t.test('the work on a hostile path is bounded', async (t) => {
  const everything = 'x%2e%2e%2f\\;//;a=%5c..%3b%2f.%3f%23%00'
  t.ok(new Set(readingsOf('/' + everything.repeat(1600))).has(null), 'too many readings to compare')
  t.ok([...readingsOf('/' + '%2e%2e/'.repeat(9362))].length < 8, 'dots alone have few readings')
  t.ok(new Set(readingsOf('/' + everything)).size < 200)
})
