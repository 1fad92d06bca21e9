import { EventEmitter, once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import t from 'tap'
import type { Test } from 'tap'
import { runCommand } from '../../../lib/command/run.js'
import { createServedWorld } from '../../clients/serve/world.js'
import { nodeHttp2, nodeHttps } from '../../support/clients.js'
import type { Identity } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

// What it does as a process of its own, with real clients, is in test/clients/serve.test.ts.
const world = await createServedWorld(t)
const { people, folder } = world
const [reg, anchorsOption, anchors] = world.args as [string, string, string]
const server = join(folder, 'store/server.pem')
const target = ['--target', `/Accounts=${join(folder, 'device/reports')}`]

/** The command in this process. */
class Run extends EventEmitter {
  readonly signals = new EventEmitter()
  readonly status: Promise<number>
  stdout = ''
  stderr = ''

  constructor (t: Test, args: readonly string[], isTTY = false) {
    super()
    const output = (name: 'stdout' | 'stderr') => ({
      isTTY,
      write: (text: string | Uint8Array) => {
        this[name] += String(text)
        this.emit('written')
      }
    })
    this.status = runCommand(['serve', '--port', '0', ...args], {
      stdin: Readable.from([]),
      stdout: output('stdout'),
      stderr: output('stderr'),
      environment: {},
      clock: () => new Date(),
      signals: this.signals
    })
    t.teardown(() => this.end())
  }

  async said (pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout + this.stderr)
      if (found !== null) return found
      await Promise.race([once(this, 'written'), this.status.then(() => { throw new Error(this.stdout + this.stderr) })])
    }
  }

  async port (): Promise<number> {
    return Number((await this.said(/https:\/\/127\.0\.0\.1:(\d+)/))[1])
  }

  async end (signal = 'SIGTERM'): Promise<number> {
    this.signals.emit(signal)
    return this.status
  }
}

async function get (
  t: Test, port: number, identity: Identity | null, path: string, client = nodeHttps
): Promise<string> {
  const http = client === nodeHttp2 ? 'h2' : 'http/1.1'
  const [response] = await client.converse(t, { port, identity, http, requests: [{ path }], servername: 'localhost' })
  return `${response!.status} ${response!.json['subStatus'] ?? response!.body}`
}

t.test('people see what is served where, and a line for each answer', async (t) => {
  const run = new Run(t, [...world.args, ...target, '--no-watch'], true)
  const port = await run.port()
  t.match(run.stdout, /│ \/Accounts.*device\/reports/)
  t.match(run.stdout, /SIGHUP reads the site anew; SIGTERM or Ctrl\+C ends it\./)
  t.match(run.stdout, /virtualRoots\['\/Accounts'\]: its folder is served without READ/)
  for (const client of [nodeHttps, nodeHttp2]) {
    t.equal(await get(t, port, people.alice, '/accounts/report.txt', client), '200 the report')
    t.equal(await get(t, port, null, '/Accounts/report.txt', client), '403 403.7')
  }
  await run.said(/\d\d:\d\d:\d\d\S* 200 GET \/accounts\/report\.txt Alice 127\.0\.0\.1 \d+ ms\n/)
  await run.said(/refused: 403\.7 FST_CE_CERT_REQUIRED/)
  t.equal(await run.end('SIGINT'), 0)
  t.match(run.stdout, /SIGINT: no more connections; requests under way may end\n.*closed\n$/)
})

t.test('a module is a plugin whose routes lie below its root, and is loaded anew', async (t) => {
  const files = await temporaryFolder(t, {
    'app.mjs': 'export default async (app) => { app.get("/who", async (request) => request.pseudoUser.name); app.get("/fails", () => { throw new Error("secret") }) }',
    'wrapped.mjs': 'export const plugin = Object.assign(async (app) => { app.get("/who", async () => "wrapped") }, { [Symbol.for("skip-override")]: true })',
    'none.mjs': 'export default 5',
    'fails.mjs': 'export default async () => { throw new Error("no database") }'
  })
  for (const [name, answer] of [['app.mjs', '200 Alice'], ['wrapped.mjs', '200 wrapped']] as const) {
    const run = new Run(t, [...world.args, '--target', `/Accounts=${join(files, name)}`, '--json'])
    const port = await run.port()
    t.equal(await get(t, port, people.alice, '/Accounts/who'), answer)
    t.match(await get(t, port, people.alice, '/who'), /^404/)
    if (name === 'app.mjs') t.match(await get(t, port, people.alice, '/Accounts/fails'), /^500 (?!.*secret)/)
    run.signals.emit('SIGHUP')
    await run.said(/a new site has taken over/)
    t.equal(await get(t, port, people.alice, '/Accounts/who'), answer)
    t.equal(await run.end(), 0)
  }
  for (const [name, status, complaint] of [
    ['none.mjs', 2, /none\.mjs: it exports no Fastify plugin; export the function as default, or as 'plugin'/],
    ['fails.mjs', 1, /accounts\.reg: no database\n.*it is not served/]
  ] as const) {
    const run = new Run(t, [...world.args, '--target', `/Accounts=${join(files, name)}`])
    t.equal(await run.status, status)
    t.match(run.stderr, complaint)
  }
})

t.test('what is wrong with another site keeps the one that is there, and is told', async (t) => {
  const folder = await temporaryFolder(t, { page: 'the page' })
  const path = join(folder, 'site.mjs')
  const site = "virtualRoots: { '/': { folder: '.', permissions: ['READ'] } }"
  await writeFile(path, `export default { ${site} }`)
  const run = new Run(t, [path, '--cert', server, '--key', server, '--no-watch'])
  const port = await run.port()
  for (const [exported, complaint] of [
    [`{ ${site.replace('READ', 'RAED')} }`, /site\.mjs: .*RAED.*\n.*site\.mjs: the site stays as it was\n$/],
    [`{ ${site}, clock () { throw new Error('no time') } }`, /site\.mjs: the site stays as it was \(no time\)\n$/],
    ['5', /it exports no site; export it as default, or as 'site'; .*site\.mjs: the site stays as it was\n$/]
  ] as const) {
    await writeFile(path, `export default ${exported}`)
    run.stderr = ''
    run.signals.emit('SIGHUP')
    await run.said(complaint)
    t.equal(await get(t, port, null, '/page'), '200 the page')
  }
  await rm(path)
  run.signals.emit('SIGHUP')
  await run.said(/site\.mjs: there is no such file; .*site\.mjs: the site stays as it was/)
  t.equal(await run.end(), 0)
})

t.test('requests under way are cut off when the seconds of --grace are over', async (t) => {
  let came: () => void = () => undefined
  const upstream = createServer(() => { came() }).listen(0, '127.0.0.1')
  t.teardown(() => upstream.close())
  await once(upstream, 'listening')
  const { port } = upstream.address() as AddressInfo
  const run = new Run(t, [...world.args, '--target', `/Accounts=http://127.0.0.1:${port}`, '--grace', '0'])
  const asked = new Promise<void>((resolve) => { came = resolve })
  const answer = get(t, await run.port(), people.alice, '/Accounts/x')
  const cutOff = t.rejects(answer, { message: /socket hang up|ECONNRESET/ })
  await asked
  t.equal(await run.end(), 0)
  await cutOff
  t.match(run.stdout, /closed; what took too long was cut off\n$/)
})

t.test('a port or an address that can\'t be used is told, with what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  for (const [args, complaint] of [
    [['--port', String(port)], `port ${port} of 127.0.0.1 is taken; give another with --port, or end what listens there`],
    // A link-local address that says no link.
    [['--host', 'fe80::1'], /^ce-cert-auth: port 0 of fe80::1 can't be used \(listen E\w+: .*\)\n$/],
    [['--host', '192.0.2.1'], '192.0.2.1 is no address of this machine; give one with --host, such as 127.0.0.1 or 0.0.0.0']
  ] as const) {
    const run = new Run(t, [...world.args, ...target, ...args])
    t.equal(await run.status, 2)
    t.match(run.stderr, typeof complaint === 'string' ? `ce-cert-auth: ${complaint}\n` : complaint)
  }
})

for (const [args, status, complaint] of [
  [['--cert', server], 2, '--cert needs --key too'],
  [['--key', server], 2, '--key needs --cert too'],
  [['--pfx', server, '--cert', server], 2, 'give --pfx, or --cert and --key'],
  [['--cert', server, '--key', anchors], 2, /anchors\.pem: no certificate with its key \(.*\); for one with a passphrase give --passphrase-file/],
  [['--pfx', server], 2, /server\.pem: no certificate with its key/],
  [[], 2, "CertificateSubject is 'CE Server Certificate'; name with --store the folder that it is looked for in"],
  [['--target', '/Accounts=none'], 1, /virtualRoots\['\/Accounts'\]: the folder .*none: there is no such file/]
] as const) {
  t.test(`wrong use is told in one sentence: ${args.join(' ').replaceAll(folder, '')}`, async (t) => {
    const twice = (args as readonly string[]).includes('--target') ? [] : target
    const run = new Run(t, [reg, anchorsOption, anchors, '--root', join(folder, 'device'), ...twice, ...args])
    t.equal(await run.status, status)
    t.match(run.stderr, complaint)
  })
}

t.test('a certificate that is named takes the place of the store\'s', async (t) => {
  const run = new Run(t, [reg, anchorsOption, anchors, '--root', join(folder, 'device'), ...target, '--cert', server, '--key', server])
  t.match(await get(t, await run.port(), null, '/'), /^200/)
  t.equal(await run.end(), 0)
})
