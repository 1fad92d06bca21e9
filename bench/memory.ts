import { below, row, type Row } from './row.js'
import { createBenchSite, type BenchClient, type BenchSite } from './servers/bench-site.js'
import type { ContestantName } from './servers/contestants.js'
import { KeepAliveClient } from './servers/keep-alive-client.js'
import { ServerProcess } from './servers/server-process.js'

const AT_ONCE = 50
/** So many are there before: caches that are bounded are full then, and take no part in what one more takes. */
const BEFORE = 2_000
const MORE = 2_000

/**
 * What one more idle connection takes, after a request that was let in: of one client with many connections, and of
 * many clients with a certificate each.
 */
export async function benchMemory (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(BEFORE + MORE)
  const oneClient = clients.map(() => clients[0]!)
  return [
    await compareClients('one client', site, oneClient),
    await compareClients('a client each', site, clients)
  ]
}

async function compareClients (whose: string, site: BenchSite, clients: readonly BenchClient[]): Promise<Row> {
  const theirs = await bytesForOne('no plugin', site, clients)
  const ours = await bytesForOne('fastify-ce-cert-auth', site, clients)
  const figure = `memory of an idle connection beyond Node's own, ${whose}`
  const peer = { name: 'no plugin, in all', value: theirs }
  return row(figure, 'bytes', ours - theirs, [peer], below(1024, ours - theirs, 'bytes'))
}

async function bytesForOne (name: ContestantName, site: BenchSite, clients: readonly BenchClient[]): Promise<number> {
  const server = await ServerProcess.start(name, site)
  const first = await connectAll(server, clients.slice(0, BEFORE))
  const before = await server.ask('heldBytes')
  const second = await connectAll(server, clients.slice(BEFORE))
  const after = await server.ask('heldBytes')
  for (const connection of [...first, ...second]) connection.close()
  server.stop()
  return (after - before) / MORE
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
