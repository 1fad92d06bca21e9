import { below, median, row, type Row } from './row.js'
import { createBenchSite, type BenchClient, type BenchSite } from './servers/bench-site.js'
import type { ContestantName } from './servers/contestants.js'
import { KeepAliveClient } from './servers/keep-alive-client.js'
import { ServerProcess } from './servers/server-process.js'

const AT_ONCE = 50
/** So many are there before: caches that are bounded are full then, and take no part in what one more takes. */
const BEFORE = 2_000
/** So many come at a time, one group after the other. */
const GROUP = 500
const GROUPS = 4
/** Processes of each kind, in turns. */
const PROCESSES = 3

/**
 * What one more idle connection takes, after two requests that were let in: of one client with many connections, and of
 * many clients with a certificate each. What is held is the heap and what Node counts as outside of it, when garbage is
 * collected; what one connection takes is the median of all groups of all processes, since tables grow by leaps.
 */
export async function benchMemory (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(BEFORE + GROUPS * GROUP)
  const oneClient = clients.map(() => clients[0]!)
  return [
    await compareClients('one client', site, oneClient),
    await compareClients('a client each', site, clients)
  ]
}

async function compareClients (whose: string, site: BenchSite, clients: readonly BenchClient[]): Promise<Row> {
  const theirs: number[] = []
  const ours: number[] = []
  for (let process = 0; process < PROCESSES; process++) {
    theirs.push(...await bytesForOne('no plugin', site, clients))
    ours.push(...await bytesForOne('fastify-ce-cert-auth', site, clients))
  }
  const figure = `memory of an idle connection beyond Node's own, ${whose}`
  const peer = { name: 'no plugin, in all', value: median(theirs) }
  const beyond = median(ours) - peer.value
  return row(figure, 'bytes', beyond, [peer], below(1024, beyond, 'bytes'))
}

/** Of each group. */
async function bytesForOne (name: ContestantName, site: BenchSite, clients: readonly BenchClient[]): Promise<number[]> {
  const server = await ServerProcess.start(name, site)
  const connections = await connectAll(server, clients.slice(0, BEFORE))
  const bytes: number[] = []
  let before = await server.ask('heldBytes')
  for (let first = BEFORE; first < clients.length; first += GROUP) {
    connections.push(...await connectAll(server, clients.slice(first, first + GROUP)))
    const after = await server.ask('heldBytes')
    bytes.push((after - before) / GROUP)
    before = after
  }
  for (const connection of connections) connection.close()
  server.stop()
  return bytes
}

async function connectAll (server: ServerProcess, clients: readonly BenchClient[]): Promise<KeepAliveClient[]> {
  const connections: KeepAliveClient[] = []
  const waiting = clients.values()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const client of waiting) connections.push(await KeepAliveClient.connect(server.port, client))
  }))
  // Twice each: what is remembered of a connection is remembered when it asks again.
  for (const connection of connections) await connection.run(2)
  return connections
}
