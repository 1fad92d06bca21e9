import t from 'tap'
import { readJson } from '../../../lib/command/site-file/json-document.js'

t.test('every JSON value is read as JSON.parse reads it', async (t) => {
  for (const text of [
    '{}', '[]', ' null ', 'true', '-1.5e+3', '0', '"a\\u0041\\n\\"/"', '[1, [2, {"a": [3]}], "x"]', '{"a":{"b":[]},"":1}'
  ]) t.same(readJson(text, 'site.json').value, JSON.parse(text), text)
})

t.test('each node knows its place, and members their order', async (t) => {
  const { members, place } = readJson('\ufeff{\n  "users": {"10": 1,\r\n "9": [2]}\n}', 'site.json')
  t.same(place, { file: 'site.json', line: 1, column: 1 })
  const [[name, users]] = members as unknown as [[string, typeof members[0][1]]]
  t.equal(name, 'users')
  t.same(users.place, { file: 'site.json', line: 2, column: 12 })
  t.same(users.members.map(([name]) => name), ['10', '9'])
  t.same(users.members[1]![1].place, { file: 'site.json', line: 3, column: 7 })
  t.same(users.members[1]![1].items[0]!.place, { file: 'site.json', line: 3, column: 8 })
})

t.test('__proto__ is a name like any other', async (t) => {
  t.same(Object.keys(readJson('{"__proto__": {"a": 1}}', 'x').value as object), ['__proto__'])
})

for (const [text, message] of [
  ['', 'x:1:1: expected a value, found the end of the file'],
  ['{"a": 1', "x:1:8: expected ',' or '}', found the end of the file"],
  ['[1\n 2]', "x:2:2: expected ',' or ']', found \"2]\""],
  ['{a: 1}', 'x:1:2: expected a name between quotes, found "a: 1}"'],
  ['{"a" 1}', 'x:1:6: expected \':\', found "1}"'],
  ['{"a": }', 'x:1:7: expected a value, found "}"'],
  ['{"a": 1,}', 'x:1:9: expected a name between quotes, found "}"'],
  ['{} {}', 'x:1:4: expected the end of the file, found "{}"'],
  ["{'a': 1}", 'x:1:2: expected a name between quotes, found "\'a\': 1}"'],
  ['"a\nb"', 'x:1:1: expected a value, found "\\"a"'],
  ['{"a": 1, "b": 2,\n "a": 3}', 'x:2:7: the name "a" is there twice'],
  ['['.repeat(40), 'x:1:34: nothing in a site is nested 32 deep, found "[[[[[[["']
] as const) {
  t.test(`what is no JSON is told with its place: ${JSON.stringify(text.slice(0, 20))}`, async (t) => {
    t.throws(() => readJson(text, 'x'), { name: 'CommandError', message })
  })
}
