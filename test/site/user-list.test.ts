import t from 'tap'
import { UserList } from '../../lib/site/user-list.js'

const loriKane = { name: 'LoriKane', groups: ['Finance'] }

t.test('the first entry that matches decides', async (t) => {
  const cases: ReadonlyArray<[text: string, allowed: boolean, entry: string | null, source?: string]> = [
    ['LoriKane;- LoriKane', true, 'LoriKane', 'documented'],
    ['-LoriKane; LoriKane', false, '-LoriKane', 'documented'],
    ['@ Finance;- LoriKane', true, '@ Finance', 'documented'],
    ['*;-LoriKane;-@ Finance', true, '*', 'documented'],
    ['-LoriKane;*', false, '-LoriKane', 'documented'],
    ['-@Finance;LoriKane', false, '-@Finance'],
    ['- @ Finance ; *', false, '- @ Finance'],
    ['@*', true, '@*'],
    ['-*', false, '-*'],
    ['- @ *;LoriKane', false, '- @ *'],
    ['-*;*', false, '-*'],
    ['*;-*', true, '*'],
    ['Alice;Bob', false, null],
    ['Alice;Bob;*', true, '*'],
    ['-Alice;-@Audit', false, null],
    ['@LoriKane', false, null],
    ['Finance', false, null],
    ['LORIKANE', true, 'LORIKANE'],
    ['@finance', true, '@finance'],
    ['-lorikane;LoriKane', false, '-lorikane'],
    [';;LoriKane; ', true, 'LoriKane'],
    ['constructor;__proto__', false, null]
  ]
  for (const [text, allowed, entry, source = ''] of cases) {
    t.same(UserList.parse(text, 'userList').judge(loriKane), { allowed, entry }, `${text} ${source}`)
  }
})

t.test('of several groups the one that is named first decides', async (t) => {
  const list = UserList.parse('-@Guests; @Audit; -@Finance', 'userList')
  t.same(list.judge({ name: 'Ann', groups: ['Finance', 'Audit'] }), { allowed: true, entry: '@Audit' })
  t.same(list.judge({ name: 'Ann', groups: ['Audit', 'Guests'] }), { allowed: false, entry: '-@Guests' })
  t.same(list.judge({ name: 'Ann', groups: [] }), { allowed: false, entry: null })
})

t.test('an empty list allows every user', async (t) => {
  const list = UserList.parse('', 'userList')
  t.equal(list.isEmpty, true)
  t.same(list.judge(loriKane), { allowed: true, entry: null })
  t.equal(UserList.parse('Alice', 'userList').isEmpty, false)
})

t.test('a list can be shown as it was written, and cannot be changed', async (t) => {
  const list = UserList.parse(' Alice ;-Bob; @Audit;- @ Guests', 'userList')
  t.equal(list.text, ' Alice ;-Bob; @Audit;- @ Guests')
  t.same([...list.users], ['alice', 'bob'])
  t.same([...list.groups], ['audit', 'guests'])
  t.ok(Object.isFrozen(list))
  t.ok(Object.isFrozen(list.judge(loriKane)))
})

t.test('a malformed entry is a mistake, not an entry that matches nobody', async (t) => {
  const mistakes: ReadonlyArray<[text: string, message: RegExp]> = [
    ['-', /^userList, entry 1 \(-\): the name "" is empty$/],
    ['Alice;@', /^userList, entry 2 \(@\): the name "" is empty$/],
    ['-@', /entry 1 \(-@\): the name "" is empty/],
    ['--Alice', /begins with '-'/],
    ['@-Alice', /begins with '-'/],
    ['@@Audit', /begins with '@'/],
    ['Al*', /holds "\*"/],
    ['**', /holds "\*"/],
    ['Alice:x', /holds ":"/],
    ['Ali\0ce', /holds "\\u0000"/],
    ['Alice\nBob', /holds "\\n"/],
    [';', /^userList: ";" has no entry; write '' for every user or '-\*' for nobody$/],
    ['  ', /has no entry/]
  ]
  for (const [text, message] of mistakes) {
    t.throws(() => UserList.parse(text, 'userList'), { name: 'TypeError', message }, JSON.stringify(text))
  }
})

t.test('a list of ten thousand entries is searched by name, not from the top', async (t) => {
  const entries = Array.from({ length: 10_000 }, (_, index) => index % 2 === 0 ? `User${index}` : `-@Group${index}`)
  const list = UserList.parse(entries.join(';'), 'userList')
  t.same(list.judge({ name: 'user9998', groups: [] }), { allowed: true, entry: 'User9998' })
  t.same(list.judge({ name: 'user9998', groups: ['GROUP77'] }), { allowed: false, entry: '-@Group77' })
  t.same(list.judge({ name: 'user77', groups: ['group98'] }), { allowed: false, entry: null })
})
