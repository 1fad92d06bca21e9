import t from 'tap'
import { printLoggedDecision } from '../../../lib/command/explain/logged.js'
import type { LoggedDecision } from '../../../lib/command/explain/log-line.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { screenOf } from '../../support/screen.js'

const site: SiteOptions = {
  virtualRoots: {
    '/Accounts/': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' },
    '/open': { permissions: ['READ'] }
  },
  users: { Zoe: { issuerCN: 'Compny', serialNumber: '0c' } },
  trustAnchors: []
}

const admission: LoggedDecision = {
  code: null,
  subStatus: null,
  virtualRoot: null,
  step: 'permissions',
  reason: 'READ allows GET',
  user: null,
  issuer: null,
  serialNumber: null,
  fingerprint256: null,
  trust: [],
  chain: [],
  time: null
}

const refusal: LoggedDecision = {
  ...admission,
  code: 'FST_CE_MAPPER_DENIED',
  subStatus: '403.12',
  virtualRoot: '/Accounts',
  step: 'mapping',
  reason: 'no user',
  issuer: 'CN=Company',
  serialNumber: '0C',
  trust: ['IS_REVOKED'],
  chain: [{ subject: 'CN=Zoe', trust: ['IS_REVOKED'], facts: [] }],
  time: new Date('2026-06-01T12:00:00Z')
}

/** The exit status, and what is printed. */
function print (decision: Partial<LoggedDecision>, asJson = false): [status: number, text: string] {
  const { screen, written } = screenOf()
  return [printLoggedDecision(screen, site, { ...admission, ...decision }, asJson), written()]
}

t.test('a refusal is explained beside what the site says now', async (t) => {
  t.same(print(refusal), [1, `The decision logged at 2026-06-01 12:00:00 UTC
  /Accounts: READ REQUIRE_CERT MAP_CERT, authentication 1, userList 'Alice'

Certificates
  CN=Zoe
    ✖ IS_REVOKED: is revoked by its issuer
  issued by CN=Company, serial 0C

Decision
  ✖ mapping  no user

Refused: 403.12 FST_CE_MAPPER_DENIED.

What helps
  • Zoe has this serial number, with the issuerCN 'Compny'
  • IS_REVOKED: issue another one
`])
})

t.test('an admission is told with its user, if it had one', async (t) => {
  t.same(print({ user: 'Alice' }), [0, 'A logged decision\n\nDecision\n  ✔ permissions  READ allows GET\n\nAdmitted as Alice.\n'])
  t.match(print({}), [0, /\nAdmitted\.\n$/])
})

for (const [name, decision, words] of [
  ['a root without a list', { virtualRoot: '/open' }, '\n  /open: READ, authentication 0\n'],
  ['a root that is gone', { virtualRoot: '/gone' }, '\n  /gone: the site has no such virtual root now\n'],
  ['a certificate whose name can\'t be read', { chain: [{ subject: null, trust: [], facts: [] }] }, "\n  a name that can't be read\n"],
  ['the site\'s own word', { step: 'mapUser', code: 'FST_CE_MAPPER_DENIED' },
    "\n  • the site's own mapUser refused; if it failed, a line before this one says why\n"],
  ['an answer that hangs on no certificate', { code: 'FST_CE_POST_READ_SIZE' }, /\nWhat helps\n {2}• raise postReadSize/]
] as const) {
  t.test(`what is told of ${name}`, async (t) => t.match(print(decision)[1], words))
}

t.test('what was not looked for is no hint', async (t) => {
  for (const decision of [{ ...refusal, step: 'access' }, { ...refusal, serialNumber: null }]) t.notMatch(print(decision)[1], /Zoe has/)
  t.notMatch(print({ step: 'mapUser' })[1], /What helps/)
})

t.test('programs get what was logged, and the hints', async (t) => {
  const [status, text] = print(refusal, true)
  t.equal(status, 1)
  t.same(JSON.parse(text), JSON.parse(JSON.stringify({
    ...refusal, hints: ["Zoe has this serial number, with the issuerCN 'Compny'", 'IS_REVOKED: issue another one']
  })))
})
