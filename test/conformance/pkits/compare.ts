/**
 * Prints the tables of docs/reference/verification.md that compare this engine with others:
 * `npx tsx test/conformance/pkits/compare.ts`. Takes 10 s; without Go its column is empty.
 */
import { engineVerdicts, explained, parts, scoreOf, windowsScores, type Score } from './comparison.js'
import { askGo, askOpenssl, opensslVersion, type Verdicts } from './peers.js'
import { rows } from './rows.js'

const text = ({ right, of }: Score): string => `${right} of ${of}`
const line = (...cells: ReadonlyArray<string | number>): void => console.log(`| ${cells.join(' | ')} |`)

const go = askGo()
const contestants: ReadonlyArray<readonly [string, Verdicts]> = [
  ['this engine', engineVerdicts()],
  [`OpenSSL ${opensslVersion()}`, await askOpenssl(rows)],
  ...go === null ? [] : [[`Go ${go.version}`, go.verdicts] as const]
]

line('rows about', 'sections', ...contestants.map(([name]) => name))
line('---', '---', ...contestants.map(() => '---'))
for (const [part, sections] of Object.entries(parts)) {
  line(part, sections.join(', '), ...contestants.map(([, verdicts]) => text(scoreOf(verdicts, sections))))
}
line('all', '4.1–4.16', ...contestants.map(([, verdicts]) => text(scoreOf(verdicts))))

if (go !== null) {
  console.log('\nGo')
  for (const [what, count] of explained(go.verdicts)) line(what ?? 'nobody knows why', count)
}

const { verdicts, bits } = windowsScores()
console.log(`\nWindows XP, where observed: ${text(verdicts)} right; ${text(bits)} with the bits of this engine`)
