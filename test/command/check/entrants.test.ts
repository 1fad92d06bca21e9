import t from 'tap'
import { entrantFindings, entrantsOf } from '../../../lib/command/check/entrants.js'
import { shadowedUsers } from '../../../lib/command/check/shadows.js'
import { inspectOptions } from '../../../lib/command/check/inspect-options.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import type { VirtualRootOptions } from '../../../lib/site/virtual-roots.js'

const users = {
  Al: { issuerCN: 'x', groups: 'Finance' },
  Bo: { issuerCN: 'y' },
  Eve: { issuerCN: 'z' },
  Ghost: { issuerCN: 'x' },
  Nobody: { subject: { CN: 'x' }, deny: true }
}
const certificate = ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT'] as const

interface Look {
  users: string[] | null
  warnings: string[]
}

function look (root: VirtualRootOptions, rest: Partial<SiteOptions> = {}): Look {
  const options = { virtualRoots: { '/a': root }, users, ...rest }
  const { parts } = inspectOptions(options)
  const people = { ...parts, shadowed: shadowedUsers(options) }
  const findings = entrantFindings(options, people, new Places({ file: 'site.json' }))
  const [first] = parts.virtualRoots
  return { users: entrantsOf(first!, options, people), warnings: findings.map(({ message }) => message) }
}

for (const [name, root, rest, entrants, warnings] of [
  ['anonymous', {}, {}, null, []],
  ['level 1 without a list', { permissions: certificate, authentication: 1 }, {}, ['Al', 'Bo', 'Eve'], []],
  ['a list with a group', { permissions: certificate, authentication: 1, userList: '@Finance' }, {}, ['Al'], []],
  ['an administrator beside the list', { permissions: certificate, authentication: 1, userList: 'Al' }, { adminUsers: 'Eve' }, ['Al', 'Eve'], []],
  ['level 2', { permissions: certificate, authentication: 2, userList: 'Al' }, { adminUsers: 'Eve' }, ['Eve'], []],
  ['level 2 with an administrator who is no user', { permissions: certificate, authentication: 2 }, { adminUsers: 'Zoe' }, [],
    ["virtualRoots['/a']: nobody can enter, no user is in its UserList or an administrator"]],
  ['level 2 without administrators, which the site warns of itself', { permissions: certificate, authentication: 2 }, {}, [], []],
  ['level 3, which the site warns of itself', { permissions: certificate, authentication: 3 }, {}, [], []],
  ['no certificate, which the site warns of itself', { authentication: 1 }, {}, [], []],
  ['no users, which the site warns of itself', { permissions: certificate, authentication: 1 }, { users: {} }, [], []],
  ['a list that denies all', { permissions: certificate, authentication: 1, userList: '-*' }, {}, [],
    ["virtualRoots['/a']: nobody can enter, no user is in its UserList or an administrator"]],
  ['a list of a user whom an earlier one shadows', { permissions: certificate, authentication: 1, userList: 'Ghost' }, {}, [],
    ["virtualRoots['/a']: nobody can enter, no user is in its UserList or an administrator"]],
  ['no permission at all', { permissions: ['SSL'] }, {}, null,
    ["virtualRoots['/a']: nobody can enter, none of READ, WRITE, EXECUTE and SCRIPT is set"]]
] as const) {
  t.test(`who enters: ${name}`, async (t) => {
    t.same(look(root, rest), { users: entrants, warnings })
  })
}
