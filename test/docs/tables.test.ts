import t from 'tap'
import type { FastifyRequest } from 'fastify'
import { explainer } from '../../lib/access/explain.js'
import { answers, errorCodes } from '../../lib/errors.js'
import { DecisionLine } from '../../lib/gate/decision-line.js'
import { serverVariablesOf } from '../../lib/gate/server-variables.js'
import { UrlFlags } from '../../lib/site/flags.js'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import { siteFromRegistry } from '../../lib/site/registry-file.js'
import { RouteRules } from '../../lib/site/route-rules.js'
import { UserList } from '../../lib/site/user-list.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { defaultBudget } from '../../lib/trust/path/budget.js'
import { CertTrust, CertTrustInfo } from '../../lib/trust/status.js'
import { createAuthority } from '../support/pki.js'
import { codeOf, headingsOf, tableOf, tablesOf } from './markdown.js'

const DECORATORS = 'docs/reference/decorators.md'
const ERRORS = 'docs/reference/errors.md'
const OPTIONS = 'docs/reference/options.md'
const TRUST_STATUS = 'docs/reference/trust-status.md'

// `never`: the mistake that the compiler would find too
const mistake = { mistake: 1 } as never
const site: SiteOptions = { virtualRoots: {} }
const root = await createAuthority({ commonName: 'Root' })
const engine = new CertificateChainEngine({ trustAnchors: root.pem })
const explain = explainer(createSite(site), new RouteRules(createSite(site).virtualRoots))

/** The words in backticks in a column, from the top down. */
function codesIn (page: string, heading: string, column: string): string[] {
  return tableOf(page, heading).map(row => codeOf(row[column] ?? ''))
}

for (const [page, heading, column, bits] of [
  ['README.md', 'Permission flags', 'flag', UrlFlags],
  [TRUST_STATUS, 'Errors', 'bit', CertTrust],
  [TRUST_STATUS, 'Information', 'bit', CertTrustInfo]
] as const) {
  t.test(`${page}, ${heading}: the table has each bit and its value`, async t => {
    const told = tableOf(page, heading).map(row => [codeOf(row[column] ?? ''), Number(row['value'])])
    t.same(told, Object.entries(bits))
  })
}

t.test('README.md, Answers: the table has each code, its status and its sub-status', async t => {
  const told = tableOf('README.md', 'Answers')
    .map(row => [codeOf(row['code']!), { statusCode: Number(row['status']), subStatus: row['sub-status'] }])
  const known = Object.entries(answers).map(([code, { statusCode, subStatus }]) => [code, { statusCode, subStatus }])
  t.same(told, known)
})

t.test(`${ERRORS} has a heading for each code`, async t => {
  t.same(headingsOf(ERRORS, 2).filter(heading => heading !== 'The log'), Object.keys(errorCodes))
})

t.test(`${ERRORS}, The log: the table has each member of a line`, async t => {
  const certified = createSite({ virtualRoots: { '/': { permissions: ['REQUIRE_CERT'] } }, trustAnchors: root.pem })
  const decide = explainer(certified, new RouteRules(certified.virtualRoots))
  const line = new DecisionLine(decide({ path: '/', certificate: root.pem })).toJSON()
  t.same(codesIn(ERRORS, 'The log', 'member'), Object.keys(line))
})

t.test(`${DECORATORS}: the table has each member of a decision`, async t => {
  const [, members] = tablesOf(DECORATORS, '`app.ceCertAuth.explain`')
  t.same(members?.map(row => codeOf(row['member']!)), Object.keys(explain({ path: '/' })))
})

/** The options that a mistake is told of: `unknown option 'x'; known are a, b, c`. */
function knownOptions (complain: () => unknown): string[] {
  try {
    complain()
  } catch (error) {
    return /known are (.*)$/.exec((error as Error).message)?.[1]?.split(', ') ?? []
  }
  return []
}

for (const [page, heading, complain] of [
  [OPTIONS, 'All options', () => createSite(mistake)],
  [OPTIONS, 'Virtual roots', () => createSite({ virtualRoots: { '/': mistake } })],
  [OPTIONS, 'Users', () => createSite({ ...site, users: { Alice: mistake } })],
  [DECORATORS, '`app.ceCertAuth.explain`', () => explain(mistake)],
  [TRUST_STATUS, 'Engine options', () => new CertificateChainEngine(mistake)],
  [TRUST_STATUS, '`getCertificateChain(leaf, options)`', () => engine.getCertificateChain(root.pem, mistake)],
  ['docs/reference/registry-file.md', 'Options of `siteFromRegistry`', () => siteFromRegistry('REGEDIT4', mistake)]
] as const) {
  t.test(`${page}, ${heading}: the table has each option`, async t => {
    t.same(codesIn(page, heading, 'option').sort(), knownOptions(complain).sort())
  })
}

t.test(`${OPTIONS} has a heading for each option of a site`, async t => {
  t.same(headingsOf(OPTIONS, 3).map(codeOf), codesIn(OPTIONS, 'All options', 'option'))
})

t.test(`${TRUST_STATUS}, Budgets: the table has each limit and its default`, async t => {
  t.same(tableOf(TRUST_STATUS, 'Budgets').map(row => [codeOf(row['limit']!), Number(row['default'])]),
    Object.entries(defaultBudget))
})

t.test(`${DECORATORS}: the table has each server variable`, async t => {
  const request = { raw: { socket: {} }, url: '/' } as FastifyRequest
  t.same(codesIn(DECORATORS, '`request.serverVariables`', 'variable'), Object.keys(serverVariablesOf(request, null)))
})

t.test(`${OPTIONS}, UserList: the verdicts are those of the lists`, async t => {
  const judged = tablesOf(OPTIONS, 'UserList')[1]!.map(row => {
    const list = UserList.parse(codeOf(row['list']!), 'list')
    return { ...row, verdict: list.judge({ name: 'LoriKane', groups: ['Finance'] }).allowed ? 'allowed' : 'denied' }
  })
  t.not(judged.length, 0)
  t.same(tablesOf(OPTIONS, 'UserList')[1], judged)
})
