/**
 * Is the tarball that npm would publish good for those who install it? It is packed, looked at by attw and publint, and
 * installed in the empty projects of test/packaging, each of which serves a certificate root over HTTPS.
 */
import { deepEqual } from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { impossibility, waysOf } from '../test/clients/ways.ts'
import { createAuthority } from '../test/support/pki.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const versions = { ...dependencies, ...devDependencies }
const ways = waysOf({}).filter((way) => way.http === 'http/1.1' && impossibility(way, {}) === null)
const projects = ['commonjs', 'esm', 'typescript', 'express']
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fastify-ce-cert-auth-')))

try {
  const tarball = pack()
  await run(root, 'npx', 'publint', 'run', tarball, '--strict')
  await run(root, 'npx', 'attw', tarball, '--no-emoji', '--profile', 'node16')
  const pki = await createPki()
  const tries = await Promise.allSettled(projects.map((name) => tryProject(name, tarball, pki)))
  const failures = tries.flatMap(({ reason }) => reason ?? [])
  if (failures.length > 0) throw new AggregateError(failures, 'the package is not good for all who install it')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function tryProject (name, tarball, pki) {
  const project = join(folder, name)
  await install(name, project, tarball)
  await serve(project, pki)
  console.log(`${name}: installed, compiled, admits and refuses`)
}

async function run (cwd, command, ...args) {
  const [status] = await once(spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] }), 'exit')
  if (status !== 0) throw new Error(`${command} ${args[0]} failed in ${cwd}`)
}

function pack () {
  const command = ['pack', '--json', '--silent', '--pack-destination', folder]
  const report = execFileSync('npm', command, { cwd: root, encoding: 'utf8' })
  const [{ filename, files }] = JSON.parse(report)
  const outside = files.map(({ path }) => path).filter((path) => !path.startsWith('dist/'))
  deepEqual(outside.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'])
  return join(folder, filename)
}

async function createPki () {
  const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
  return { issuer, server: await issuer.issueServer(), alice: await issuer.issue({ commonName: 'Alice' }) }
}

async function install (name, project, tarball) {
  cpSync(join(root, 'test/packaging', name), project, { recursive: true })
  const framework = name === 'express' ? ['express', '@types/express'] : ['fastify']
  const tools = [...framework, 'typescript', '@types/node'].map((tool) => `${tool}@${versions[tool]}`)
  await run(project, 'npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...tools)
  if (existsSync(join(project, 'tsconfig.json'))) await run(project, 'npx', 'tsc', '--project', '.')
}

/** Starts the project's main.js, which says where it listens; every client enters with Alice's certificate alone. */
async function serve (project, { issuer, server, alice }) {
  writeFileSync(join(project, 'anchors.pem'), issuer.pem)
  writeFileSync(join(project, 'server.pem'), server.pem)
  writeFileSync(join(project, 'server.key'), server.keyPem)
  const app = spawn(process.execPath, ['main.js'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] })
  const cleanUp = [() => app.kill()]
  try {
    const port = Number(new URL(await firstLine(app)).port)
    const requests = [{ path: '/Accounts/balance' }, { path: '/Accounts/balance' }]
    for (const { client, http, tls, manner } of ways) {
      const enter = (identity) => client.converse(
        { teardown: (handler) => cleanUp.push(handler) }, { port, requests, identity, http, tls, manner }
      )
      deepEqual((await enter(alice)).map(({ body }) => body), ['hello Alice', 'hello Alice'])
      deepEqual((await enter(null)).map(({ json }) => json.subStatus), ['403.7', '403.7'])
    }
  } finally {
    for (const handler of cleanUp) await handler()
  }
}

/** Undefined where the program ends before it has said anything. */
async function firstLine (program) {
  const { value } = await createInterface(program.stdout)[Symbol.asyncIterator]().next()
  return value
}
