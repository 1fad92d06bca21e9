import t from 'tap'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  engineVerdicts, explained, parts, scoreOf, windowsScores, type Score
} from '../conformance/pkits/comparison.js'
import { askGo, askOpenssl, opensslVersion, type Verdicts } from '../conformance/pkits/peers.js'
import { rows } from '../conformance/pkits/rows.js'
import { requireProgram } from '../support/program.js'
import { headingsOf, tableOf, tablesOf } from './markdown.js'

const PAGE = 'docs/reference/verification.md'
const LINK = /\[(?<text>[^\]]*)\]\((?:\.\.\/)*(?<path>[^)]*)\)/

/** The sections with a clause in each row. */
const clauses = headingsOf(PAGE, 2).filter(heading => heading !== 'How it compares')
const pkits = tablesOf(PAGE, 'PKITS')
const totals = pkits[0]!.at(-1)!

function scoreText ({ right, of }: Score): string {
  return `${right} of ${of}`
}

/** What the page says in the column of this verifier. */
function told (name: string): string[] {
  return pkits[0]!.map(row => row[name] ?? '')
}

function measured (verdicts: Verdicts): string[] {
  return [...Object.values(parts).map(sections => scoreOf(verdicts, sections)), scoreOf(verdicts)].map(scoreText)
}

for (const heading of clauses) {
  t.test(`${heading}: each row names a test that is there`, async t => {
    const stated = tableOf(PAGE, heading)
    t.not(stated.length, 0)
    for (const row of stated) {
      const { text = '', path = '' } = LINK.exec(row['shown by'] ?? '')?.groups ?? {}
      const source = readFileSync(path, 'utf8').replaceAll("\\'", "'")
      const at = text.split('…').map(part => source.indexOf(part))
      t.notOk(at.includes(-1), `${text} in ${path}`)
      const code = LINK.exec(row['where'] ?? '')?.groups?.['path']
      t.ok(code?.startsWith(join('lib', 'trust')), `${row['clause']} is in lib`)
    }
  })
}

t.test('PKITS: the parts and the figures of this engine are those of the comparison', async t => {
  t.same(pkits[0]!.map(row => row['sections']), [...Object.values(parts).map(ids => ids.join(', ')), '4.1–4.16'])
  t.same(pkits[0]!.slice(0, -1).map(row => row['rows about']), Object.keys(parts))
  t.same(told('this engine'), measured(engineVerdicts()))
})

t.test('PKITS: the figures of OpenSSL are those of the comparison', async t => {
  if (!requireProgram(t, 'openssl', 'openssl')) return
  const name = `OpenSSL ${opensslVersion()}`
  if (totals[name] === undefined) return t.pass(name, { skip: 'the page is about another version' })
  t.same(told(name), measured(await askOpenssl(rows)))
})

t.test('PKITS: the figures of Go are those of the comparison', async t => {
  if (!requireProgram(t, 'go', 'golang-go')) return
  const go = askGo()!
  const name = `Go ${go.version}`
  if (totals[name] === undefined) return t.pass(name, { skip: 'the page is about another version' })
  t.same(told(name), measured(go.verdicts))
  const reasons = pkits[1]!.map(row => [row['what Go does'], Number(row['rows'])])
  t.same(new Map(reasons as Array<[string, number]>), explained(go.verdicts))
})

t.test('OpenSSL: the table has each departure that the differential test lists', async t => {
  const source = readFileSync(join('test', 'conformance', 'openssl-differential.test.ts'), 'utf8')
  const listed = Array.from(source.matchAll(/^ {2}'(.*)': \{$/gm), ([, title]) => title)
  t.not(listed.length, 0)
  t.same(tableOf(PAGE, 'OpenSSL').map(row => row['why']), listed)
})

t.test('Windows: the figures of PKITS are those of the comparison', async t => {
  const { bits } = windowsScores()
  const [row] = tableOf(PAGE, 'Windows')
  t.same([row?.['agrees'], row?.['listed']], [scoreText(bits), `${bits.of - bits.right}`])
})

t.test("Windows: the figures of .NET's tests are those of their transcript and of the exceptions", async t => {
  const facts = JSON.parse(readFileSync(join('test', 'conformance', 'windows-revocation-and-policy-facts.json'), 'utf8'))
  const [, ...stated] = tableOf(PAGE, 'Windows')
  const counted = stated.map((row, index) => {
    const part = ['revocation', 'applicationPolicyVsEku', 'policyMappingScenarios', 'chainScenarios'][index]!
    const ids = (facts[part] as ReadonlyArray<{ id: string }>).map(({ id }) => id)
    const sources = Array.from((row['test'] ?? '').matchAll(new RegExp(LINK, 'g')), ({ groups }) =>
      readFileSync(groups?.['path'] ?? '', 'utf8'))
    const listed = ids.filter(id => sources.some(source => isException(id, source))).length
    return { agrees: scoreText({ right: ids.length - listed, of: ids.length }), listed: `${listed}` }
  })
  t.match(stated, counted)
  t.equal(counted.length, 4)
})

/** Whether a test lists a scenario among its exceptions, or has a test of its own for the departure. */
function isException (id: string, source: string): boolean {
  const [exceptions = ''] = /^const exceptions\b[^]*?^}/im.exec(source) ?? []
  return exceptions.includes(`\n  ${id}: `) || exceptions.includes(`\n  '${id}': `) ||
    source.includes(`t.test('a departure from Windows, which skips nonsense: ${id}'`)
}
