import t from 'tap'
import type { Test } from 'tap'
import { readFile, writeFile } from 'node:fs/promises'
import { requireProgram } from '../support/clients.js'
import type { Converse, RealClient } from '../support/real-client.js'
import { acquisitions } from './acquisition/acquisitions.js'
import type { Acquisition } from './acquisition/acquisitions.js'
import { allOutcomes, impossibility, limitsOf, protocols, realClients } from './acquisition/clients.js'
import { outcomeOf } from './acquisition/outcome.js'
import type { Outcome } from './acquisition/outcome.js'
import { comparableLines, descriptionTable, fillPage, outcomeTable, versionIn } from './acquisition/page.js'
import type { Row } from './acquisition/page.js'
import { createServers } from './acquisition/server.js'

const PAGE = new URL('../../docs/reference/clients.md', import.meta.url)

/** Writes what is seen to the page, where it is otherwise compared with it. */
const UPDATE = process.env['UPDATE_CLIENTS'] === '1'

/** Names of clients, separated by `;`, where not all shall run: `curl;node:https`. */
const NAMES = process.env['CLIENTS']?.split(';') ?? realClients.map(({ name }) => name)

/** Milliseconds that a client may take for a few requests; most take a thousandth of it. */
const PATIENCE = 300_000

const servers = await createServers(t)
const chosen = realClients.filter(({ name }) => NAMES.includes(name))
const absent = new Set(realClients.filter(client => !chosen.includes(client)).map(({ name }) => name))
const seen = new Map<RealClient, Map<Acquisition, Row[]>>()

t.setTimeout(2 * PATIENCE)
// A client waits for its program most of the time. The browser takes longest, and comes first.
t.jobs = 4
await Promise.all(chosen.toReversed().map(client => t.test(client.name, { buffered: true }, async t => {
  if (!client.programs.every(({ name, debianPackage }) => requireProgram(t, name, debianPackage))) {
    absent.add(client.name)
    return
  }
  const converse = await client.start(t, servers.credentials)
  const tables = new Map<Acquisition, Row[]>()
  for (const acquisition of acquisitions) tables.set(acquisition, await rowsOf(t, client, converse, acquisition))
  seen.set(client, tables)
})))

async function rowsOf (t: Test, client: RealClient, converse: Converse, acquisition: Acquisition): Promise<Row[]> {
  const rows: Row[] = []
  for (const protocol of protocols) {
    const cells = new Map<string, Outcome>()
    for (const column of acquisition.columns) {
      const { heading, requests } = column
      const carried = { ...protocol, acquisition, requests }
      if (impossibility(client, carried) !== null) continue
      const { http, tls } = protocol
      await t.test(`${acquisition.heading}, ${http} over ${tls}: ${heading}`, { timeout: PATIENCE }, async t => {
        const port = await servers.portFor(t, acquisition, column, http)
        const seen = await outcomeOf(t, converse, { ...protocol, port, requests, servername: 'localhost' })
        cells.set(heading, allOutcomes(client, carried, heading, seen))
      })
    }
    if (cells.size > 0) rows.push({ client: client.name, ...protocol, cells })
  }
  return rows
}

t.test('docs/reference/clients.md says what was seen', async t => {
  const page = await readFile(PAGE, 'utf8')
  const present = realClients.filter(client => seen.has(client))
  const descriptions = present.map(client =>
    ({ client: client.name, version: client.version(), limits: limitsOf(client) }))
  const regions = new Map([
    ['clients', descriptionTable(descriptions)],
    ...acquisitions.map(acquisition => [
      acquisition.heading,
      outcomeTable(acquisition, present.flatMap(client => seen.get(client)?.get(acquisition) ?? []))
    ] as const)
  ])
  const found = fillPage(page, regions)
  if (UPDATE) {
    t.same([...absent], [], 'every client is there')
    return writeFile(PAGE, found)
  }
  const changed = new Set(descriptions
    .filter(({ client, version }) => versionIn(page, client) !== version)
    .map(({ client }) => client))
  t.strictSame(comparableLines(found, absent, changed), comparableLines(page, absent, changed))
})
