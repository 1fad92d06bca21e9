import type { SecureVersion } from 'node:tls'
import { atLeast, median, row, type Peer, type Row } from './row.js'
import { createBenchSite, type BenchClient } from './servers/bench-site.js'
import type { ContestantName } from './servers/contestants.js'
import { KeepAliveClient } from './servers/keep-alive-client.js'
import { ServerProcess } from './servers/server-process.js'

const names = ['fastify-ce-cert-auth', 'node:https', 'no plugin'] as const satisfies readonly ContestantName[]

const AT_ONCE = 8
const CONNECTIONS_A_ROUND = 160
const WARM_UP_ROUNDS = 10
const ROUNDS = 15

interface Way {
  readonly version: SecureVersion
  readonly resumed: boolean
}

interface Measured {
  readonly perSecond: number
  /** Of the server, for one connection. */
  readonly cpuMicroseconds: number
}

/**
 * New connections of a fleet: clients that come again and again, each with a certificate of its own, and make one
 * request: in TLS 1.3 only its answer tells that the server has taken the certificate. Beside bare `node:https`, which
 * lets in whom OpenSSL trusts, stands Fastify without the plugin: what lies between them is Fastify's.
 */
export async function benchConnections (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(CONNECTIONS_A_ROUND)
  const servers = await Promise.all(names.map((name) => ServerProcess.start(name, site)))
  const rows: Row[] = []
  for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
    for (const resumed of [false, true]) rows.push(...await compareWay(servers, clients, { version, resumed }))
  }
  for (const server of servers) server.stop()
  return rows
}

async function compareWay (
  servers: readonly ServerProcess[], clients: readonly BenchClient[], way: Way
): Promise<Row[]> {
  const measured = servers.map((): Measured[] => [])
  const sessions = await Promise.all(servers.map((server) => way.resumed ? openSessions(server, clients, way) : []))
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const [place, server] of servers.entries()) {
      const one = await connectAll(server, clients, sessions[place]!, way)
      if (round >= WARM_UP_ROUNDS) measured[place]!.push(one)
    }
  }
  const name = `new connections, ${way.version}, ${way.resumed ? 'resumed' : 'full'}`
  const [ours, node, ...others] = measured as [Measured[], Measured[], ...Measured[][]]
  const peers = (key: keyof Measured): [Peer, ...Peer[]] => [node, ...others].map((rounds, index) => {
    return { name: names[index + 1]!, value: medianOf(rounds, key) }
  }) as [Peer, ...Peer[]]
  const speed = median(ours.map(({ perSecond }, round) => perSecond / node[round]!.perSecond))
  const thrift = median(ours.map(({ cpuMicroseconds }, round) => node[round]!.cpuMicroseconds / cpuMicroseconds))
  const perSecond = peers('perSecond')
  const cpu = peers('cpuMicroseconds')
  return [
    row(name, 'connections/s', medianOf(ours, 'perSecond'), perSecond, atLeast(0.95, speed, perSecond[0])),
    row(`${name}: the server's CPU time for one`, 'µs', medianOf(ours, 'cpuMicroseconds'), cpu,
      atLeast(0.95, thrift, cpu[0]))
  ]
}

function medianOf (rounds: readonly Measured[], key: keyof Measured): number {
  return median(rounds.map((round) => round[key]))
}

/** What each client resumes later. */
async function openSessions (
  server: ServerProcess, clients: readonly BenchClient[], { version }: Way
): Promise<readonly Buffer[]> {
  const sessions: Buffer[] = []
  for (const client of clients) {
    const connection = await KeepAliveClient.connect(server.port, client, { minVersion: version, maxVersion: version })
    if (connection.session === undefined) throw new Error(`${version} gave no session to resume`)
    sessions.push(connection.session)
    connection.close()
  }
  return sessions
}

/** One round: each client connects once, asks once, and goes. */
export async function connectAll (
  server: ServerProcess, clients: readonly BenchClient[], sessions: readonly Buffer[], { version, resumed }: Way
): Promise<Measured> {
  const cpuBefore = await server.ask('cpuMicroseconds')
  const start = performance.now()
  const waiting = clients.entries()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const [index, client] of waiting) {
      const session = sessions[index]
      const connection = await KeepAliveClient.connect(server.port, client, {
        minVersion: version, maxVersion: version, ...session === undefined ? {} : { session }
      })
      if (connection.isResumed !== resumed) throw new Error(`a connection was ${resumed ? 'not ' : ''}resumed`)
      connection.close()
    }
  }))
  const milliseconds = performance.now() - start
  const cpu = await server.ask('cpuMicroseconds') - cpuBefore
  return { perSecond: clients.length / milliseconds * 1000, cpuMicroseconds: cpu / clients.length }
}
