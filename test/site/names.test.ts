import t from 'tap'
import { checkName, foldCase, splitList, withoutEndingSlash } from '../../lib/site/names.js'

t.test('a list is split at semicolons, blanks and empty parts are left out', async (t) => {
  t.same(splitList('Finance; Audit'), ['Finance', 'Audit'])
  t.same(splitList(' ;\tFinance ;; Two Words;'), ['Finance', 'Two Words'])
  t.same(splitList(''), [])
})

t.test('a slash at the end does not count', async (t) => {
  for (const [path, expected] of [['/', ''], ['/a', '/a'], ['/a/', '/a']] as const) t.equal(withoutEndingSlash(path), expected)
})

t.test('case does not count', async (t) => {
  t.equal(foldCase('LoriKane'), foldCase('LORIKANE'))
  t.equal(foldCase('Ärger'), foldCase('ÄRGER'))
})

t.test('a name is one that a UserList can name', async (t) => {
  for (const name of ['Alice', 'Two Words', 'DOMAIN\\alice', 'alice@example.org', 'a-b', 'Ärger', 'x'.repeat(65536)]) {
    t.equal(checkName(name, 'users'), name)
  }
})

t.test('a name that a UserList cannot name is a mistake', async (t) => {
  const mistakes: ReadonlyArray<[name: string, message: RegExp]> = [
    ['', /^users: the name "" is empty$/],
    [' ', /begins or ends with a blank/],
    [' Alice', /begins or ends with a blank/],
    ['Alice\t', /begins or ends with a blank/],
    ['-Alice', /begins with '-', an operator of UserLists/],
    ['@Alice', /begins with '@'/],
    ['Alice:secret', /holds ":", which no name may hold/],
    ['Alice;Bob', /holds ";"/],
    ['Ali*', /holds "\*"/],
    ['Ali\0ce', /holds "\\u0000"/],
    ['Ali\nce', /holds "\\n"/],
    ['Ali\x7fce', /holds/],
    ['Ali\x85ce', /holds/],
    ['Ali\u2028ce', /holds/]
  ]
  for (const [name, message] of mistakes) {
    t.throws(() => checkName(name, 'users'), { name: 'TypeError', message }, encodeURIComponent(name))
  }
})
