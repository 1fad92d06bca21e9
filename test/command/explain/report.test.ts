import t from 'tap'
import type { Decision } from '../../../lib/access/decision.js'
import {
  cures, explanationOf, printExplanation, printList, type Explanation, type Findings
} from '../../../lib/command/explain/report.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { explainSite } from '../../support/explain-site.js'
import { createAuthority } from '../../support/pki.js'
import { screenOf } from '../../support/screen.js'

const year = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T00:00:00Z') }
const root = await createAuthority({ commonName: 'Root', serialNumber: '01', ...year })
const alice = await root.issue({ commonName: 'Alice', serialNumber: '0a' })
const site: SiteOptions = {
  virtualRoots: {
    '/a': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' }, '/open': { permissions: ['READ'] }
  },
  users: { Alice: { issuerCN: 'Root' } },
  trustAnchors: root.pem
}
type Request = Parameters<typeof explanationOf>[0]

const nothing: Findings = { users: [], hints: [], changes: [] }

/** With Alice's certificate, in the summer of 2026 unless it is another time. */
function decide (path: string, time = '2026-06-01T12:00:00Z'): { decision: Decision, request: Request } {
  const request = { method: 'GET', path, time: new Date(time) }
  return { decision: explainSite(site)({ ...request, certificate: alice.pem }), request }
}

function explain (path: string, given: { findings?: Partial<Findings>, time?: string } = {}): Explanation {
  const { findings = {}, time } = given
  const { decision, request } = decide(path, time)
  return explanationOf(request, decision, { ...nothing, ...findings })
}

function printed (explanation: Explanation): string {
  const { screen, written } = screenOf()
  printExplanation(screen, explanation)
  return written()
}

t.test('an explanation has what programs ask for', async (t) => {
  const { steps, chain, ...rest } = explain('/a', { findings: { hints: ['look'] } })
  t.same(rest, {
    request: { method: 'GET', path: '/a', time: '2026-06-01T12:00:00.000Z' },
    admitted: true,
    code: null,
    subStatus: null,
    user: 'Alice',
    virtualRoot: { path: '/a', permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' },
    trust: [],
    users: [],
    hints: ['look'],
    changes: []
  })
  t.same(chain.map(({ subject }) => subject), ['CN=Alice', 'CN=Root'])
  t.same(steps.at(-1)!.reason, 'READ allows GET')
})

t.test('hints that are found come before the cure of a refusal', async (t) => {
  const { subStatus, trust, hints } = explain('/a', { time: '2027-01-01T00:00:00Z', findings: { hints: ['look'] } })
  t.same([subStatus, trust], ['403.17', ['IS_NOT_TIME_VALID']])
  t.same(hints, ['look', "IS_NOT_TIME_VALID: renew it; look at the server's clock"])
})

t.test('a change is told with the answer that it would bring', async (t) => {
  const changes = ['/a', '/open', '/x'].map((path) => ({ change: path, decision: decide(path).decision }))
  changes.push({ change: 'later', decision: decide('/a', '2027-01-01T00:00:00Z').decision })
  t.same(explain('/open', { findings: { changes } }).changes, [
    { change: '/a', answer: 'admitted as Alice' },
    { change: '/open', answer: 'admitted, as nobody' },
    { change: '/x', answer: 'admitted, as nobody' },
    { change: 'later', answer: '403.17 FST_CE_CERT_TIME' }
  ])
})

t.test('each cure is told once, for all bits that it helps against', async (t) => {
  const anew = 'have its authority issue it anew, as docs/reference/trust-status.md says'
  t.same(cures(['IS_NOT_TIME_NESTED', 'IS_REVOKED', 'INVALID_BASIC_CONSTRAINTS'], 'FST_CE_CERT_REVOKED'), [
    `IS_NOT_TIME_NESTED, INVALID_BASIC_CONSTRAINTS: ${anew}`, 'IS_REVOKED: issue another one'
  ])
  t.match(cures([], 'FST_CE_CERT_REQUIRED'), [/^give the client a certificate/])
  t.same(cures([], null), [])
})

t.test('who was looked for is told, whatever came of it', async (t) => {
  const users = (['matches', 'denies', 'behind', 'nearly'] as const).map((outcome, index) => {
    return { name: `U${index}`, outcome, reason: 'issuerCN \'Root\'' }
  })
  t.match(printed(explain('/a', { findings: { users } })), `
Users
  ✔ U0 matches: issuerCN 'Root'
  ✖ U1 denies: issuerCN 'Root'
  - U2 matches too, behind that: issuerCN 'Root'
  ≈ U3 nearly matches: issuerCN 'Root'

Admitted as Alice.
`)
})

t.test('what is not there has no heading', async (t) => {
  t.equal(printed(explain('/x')), `GET /x at 2026-06-01 12:00:00 UTC

Decision
  - virtualRoot  no virtual root governs the path

Admitted.
`)
  t.match(printed(explain('/open')), '\n  /open: READ, authentication 0\n')
})

t.test('a refusal ends at what the client is told, what helps, and what would change it', async (t) => {
  const changes = [{ change: 'with the path /open', decision: decide('/open').decision }]
  const text = printed(explain('/a', { time: '2027-01-01T00:00:00Z', findings: { changes } }))
  t.match(text, `
  ✖ trust        IS_NOT_TIME_VALID

Refused: 403.17 FST_CE_CERT_TIME. The client certificate has expired or is not yet valid.

What helps
  • IS_NOT_TIME_VALID: renew it; look at the server's clock

Another answer would come
  • with the path /open: admitted, as nobody
`)
})

t.test('on a terminal the answer is green or red', async (t) => {
  for (const [time, color, word] of [['2026-06-01', 32, 'Admitted as Alice.'], ['2027-01-01', 31, 'Refused: 403.17 FST_CE_CERT_TIME.']] as const) {
    const { screen, written } = screenOf({ isTTY: true })
    printExplanation(screen, explain('/a', { time }))
    t.match(written(), `\x1b[${color}m${word}\x1b[39m`)
  }
})

t.test('a list has a heading, if there is anything in it', async (t) => {
  const { screen, written } = screenOf()
  printList(screen, 'Nothing', [])
  printList(screen, 'What helps', ['one', 'two'])
  t.equal(written(), '\nWhat helps\n  • one\n  • two\n')
})
