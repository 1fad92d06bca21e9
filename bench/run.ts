/**
 * `npm run bench`: every figure beside its peers, measured in one run. `-- verdict` makes the figures of one program,
 * `-- --check` fails where a target is missed.
 */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { benchConnections } from './connections.js'
import { benchCrl } from './crl.js'
import { benchMemory } from './memory.js'
import { benchRequests } from './requests.js'
import { benchRenegotiation } from './renegotiation.js'
import { printTable, type Program, type Row } from './row.js'
import { benchServerChain } from './server-chain.js'
import { benchSizes } from './sizes.js'
import { benchStartUp } from './start-up.js'
import { benchVerdict } from './verdict.js'

const programs: Readonly<Record<string, Program>> = {
  verdict: benchVerdict,
  requests: benchRequests,
  connections: benchConnections,
  'server-chain': benchServerChain,
  renegotiation: benchRenegotiation,
  memory: benchMemory,
  sizes: benchSizes,
  'start-up': benchStartUp,
  crl: benchCrl
}

const options = process.argv.slice(2)
const isCheck = options.includes('--check')
const named = options.filter((option) => option !== '--check')
for (const name of named) {
  if (Object.hasOwn(programs, name)) continue
  throw new TypeError(`${name} is unknown; known are ${Object.keys(programs).join(', ')}`)
}

const rows: Row[] = []
for (const [name, program] of Object.entries(programs)) {
  if (named.length === 0 || named.includes(name)) rows.push(...await program())
}
console.log([
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores`,
  `Node ${process.version} with OpenSSL ${process.versions.openssl}`,
  version('go', 'version'),
  version('openssl', 'version')
].join('; ') + '\n')
console.log(printTable(rows))

const missed = rows.filter(({ targets }) => targets.some(({ isMet }) => !isMet))
if (isCheck && missed.length > 0) {
  console.error(`\nTargets missed: ${missed.map(({ figure }) => figure).join('; ')}`)
  process.exitCode = 1
}

function version (program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' }).trim()
}
