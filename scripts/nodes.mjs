/**
 * Does what depends on the TLS of Node itself hold on its other versions? Each is installed as the npm package `node`,
 * and runs the tests of connections, those of the attacks on them, and the matrix of docs/reference/clients.md with
 * Node's own clients and curl.
 *
 *     npm run nodes                    all of them
 *     npm run nodes -- 24.20.0 26      these
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, , ...chosen] = process.argv
// Those of node-tls.md that differ, and the latest of each line.
const versions = chosen.length > 0 ? chosen : ['20', '22', '24.20.0', '24', '26.8.2', '26']

const attacks = [
  'acquired-identity', 'before-the-certificate', 'by-host-name', 'listeners', 'plain-node', 'post-read-size',
  'proved-identity', 'renegotiation', 'resumed-verification', 'resumption', 'revoked-meanwhile'
]
const files = [
  ...readdirSync(join(root, 'test/connection'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts')).map((name) => `test/connection/${name}`),
  ...attacks.map((name) => `test/attacks/${name}.test.ts`),
  'test/gate/certificate-preparation.test.ts',
  'test/plugin/create-server.test.ts',
  'test/plugin/create-server/life-cycle.test.ts',
  'test/clients/acquisition.test.ts'
]
const env = { ...process.env, TAP_TIMEOUT: '600', CLIENTS: 'curl;node:https;node:http2' }

for (const version of versions) {
  const node = install(version)
  const failed = files.filter((file) => !passes(node, file))
  const name = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  console.log(`${name}: ${files.length - failed.length} of ${files.length} files pass`)
  if (failed.length > 0) process.exitCode = 1
}

function install (version) {
  const folder = join(root, 'node_modules/.cache/nodes', version)
  const node = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true })
    const options = ['--prefix', folder, '--no-audit', '--no-fund', '--silent']
    execFileSync('npm', ['install', ...options, `node@${version}`], { stdio: 'inherit' })
  }
  return node
}

function passes (node, file) {
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: Infinity }
  const { status, stdout } = spawnSync(node, ['--import', 'tsx', file], options)
  if (status !== 0) console.log(`${node} --import tsx ${file}\n${stdout}`)
  return status === 0
}
