import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPki } from '../examples/accounts/pki.js'
import type { SiteOptions } from '../lib/index.js'
import { below, median, row, type Row } from './row.js'
import { createBenchSite } from './servers/bench-site.js'

const ROUNDS = 9
const program = fileURLToPath(new URL('start-up-program.ts', import.meta.url))
const loadingProgram = fileURLToPath(new URL('loading-program.mjs', import.meta.url))

/** What is started: all of it can be sent as JSON. */
export interface StartUp {
  /** A registry file; `null`: `site` says all. */
  readonly registryFile: string | null
  readonly site: Partial<SiteOptions>
  /** Of the server, PEM; not where the site names a store. */
  readonly key?: string
  readonly cert?: string
}

/** To load the plugin, and from the site's options to an app that is ready, in a new process each time. */
export async function benchStartUp (): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-up-'))
  try {
    return [
      await loading(),
      await startUpOf("the example's site", await exampleSite(folder), 50),
      await startUpOf('a site with 10 000 virtual roots', await largeSite(10_000), 1_000)
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function loading (): Promise<Row> {
  const plugin: number[] = []
  const fastify: number[] = []
  while (plugin.length < ROUNDS) {
    const child = fork(loadingProgram, { execArgv: [] })
    const microseconds = await messageOf<{ plugin: number, fastify: number }>(child)
    plugin.push(microseconds.plugin / 1000)
    fastify.push(microseconds.fastify / 1000)
  }
  return row('loading the plugin', 'ms', median(plugin), [{ name: 'Fastify', value: median(fastify) }])
}

async function startUpOf (what: string, startUp: StartUp, limit: number): Promise<Row> {
  const times: number[] = []
  while (times.length < ROUNDS) times.push(await start(startUp))
  const ours = median(times)
  return row(`starting ${what}`, 'ms', ours, [], below(limit, ours, 'ms'))
}

async function start (startUp: StartUp): Promise<number> {
  const child = fork(program)
  child.send(startUp)
  return await messageOf<number>(child) / 1000
}

/** What a program says, which says one thing. */
async function messageOf<Message> (child: ChildProcess): Promise<Message> {
  const silence = once(child, 'exit').then(() => { throw new Error('the program ended and said nothing') })
  const [message] = await Promise.race([once(child, 'message'), silence]) as [Message]
  return message
}

async function exampleSite (folder: string): Promise<StartUp> {
  const pki = await openPki(folder)
  return {
    registryFile: readFileSync(new URL('../examples/accounts/accounts.reg', import.meta.url), 'utf8'),
    site: {
      store: join(folder, 'store'),
      trustAnchors: [pki['company-root.pem'], pki['accounting-issuer.pem']],
      intermediates: [pki['company-issuer.pem'], pki['branch-issuer.pem']]
    }
  }
}

async function largeSite (count: number): Promise<StartUp> {
  const { site: { site, key, cert } } = await createBenchSite(1)
  const root = site.virtualRoots['/Accounts']!
  const paths = Array.from({ length: count }, (_, index) => `/Tenant${index}/Accounts`)
  const virtualRoots = Object.fromEntries(paths.map((path) => [path, root]))
  return { registryFile: null, site: { ...site, virtualRoots }, key, cert }
}
