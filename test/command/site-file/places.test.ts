import t from 'tap'
import { Places, userWords, virtualRootWords } from '../../../lib/command/site-file/places.js'

t.test('a complaint is about the innermost part that it names', async (t) => {
  const places = new Places({ file: 'site.json' })
  places.add("virtualRoots['/a']", { file: 'site.json', line: 2 })
  places.add("virtualRoots['/a'].userList", { file: 'site.json', line: 3 })
  places.add('users', { file: 'site.json', line: 4 })
  places.add("users['Al']", { file: 'site.json', line: 5 })
  for (const [complaint, line] of [
    ["virtualRoots['/a'].userList, entry 1 (x): is wrong", 3],
    ["virtualRoots['/a'].userLists: is unknown", 2],
    ["virtualRoots['/ab']: is wrong", undefined],
    ["users['Al'].issuerCN: is empty", 5],
    ["users['Alice']: is wrong", 4],
    ['usersX: is wrong', undefined]
  ] as const) t.equal(places.of(complaint).line, line, complaint)
})

t.test('a part has its own place, or that of the site', async (t) => {
  const places = new Places({ file: 'site.json' })
  places.add('users', { file: 'site.json', line: 4 })
  t.same(places.at('users'), { file: 'site.json', line: 4 })
  t.same(places.at("users['Al']"), { file: 'site.json' })
})

t.test('a finding stands where what its message begins with stands', async (t) => {
  const places = new Places({ file: 'site.json' })
  places.add('users', { file: 'site.json', line: 4 })
  const finding = { severity: 'warning', message: 'users: nobody', place: { file: 'site.json', line: 4 } }
  t.same(places.finding('warning', 'users: nobody'), finding)
})

t.test('roots and users are named as lib/site names them', async (t) => {
  t.equal(virtualRootWords("/a'b"), 'virtualRoots["/a\'b"]')
  t.equal(userWords("O'Hara"), "users['O'Hara']")
})
