import type { ConnectionOptions, SecureVersion } from 'node:tls'
import { atLeast, median, row, type Row } from './row.js'
import { createBenchSite, type BenchClient } from './servers/bench-site.js'
import { KeepAliveClient } from './servers/keep-alive-client.js'
import { ServerProcess } from './servers/server-process.js'

const AT_ONCE = 8
const CONNECTIONS_A_ROUND = 160
const WARM_UP_ROUNDS = 2
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
 * New connections with a client certificate, and one request on each: in TLS 1.3 only its answer tells that the server
 * has taken the certificate.
 */
export async function benchConnections (): Promise<Row[]> {
  const { site, clients: [client] } = await createBenchSite(1)
  const none = await ServerProcess.start('node:https', site)
  const ours = await ServerProcess.start('fastify-ce-cert-auth', site)
  const rows: Row[] = []
  for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
    for (const resumed of [false, true]) rows.push(...await compareWay(none, ours, client!, { version, resumed }))
  }
  none.stop()
  ours.stop()
  return rows
}

async function compareWay (none: ServerProcess, ours: ServerProcess, client: BenchClient, way: Way): Promise<Row[]> {
  const theirs: Measured[] = []
  const own: Measured[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const pair = [await connectMany(none, client, way), await connectMany(ours, client, way)] as const
    if (round < WARM_UP_ROUNDS) continue
    theirs.push(pair[0])
    own.push(pair[1])
  }
  const name = `new connections, ${way.version}, ${way.resumed ? 'resumed' : 'full'}`
  const perSecond = own.map((measured) => measured.perSecond)
  const cpu = own.map(({ cpuMicroseconds }) => cpuMicroseconds)
  const node = { name: 'node:https', value: median(theirs.map((measured) => measured.perSecond)) }
  const nodeCpu = { name: 'node:https', value: median(theirs.map(({ cpuMicroseconds }) => cpuMicroseconds)) }
  const speed = median(perSecond.map((value, round) => value / theirs[round]!.perSecond))
  const thrift = median(cpu.map((value, round) => theirs[round]!.cpuMicroseconds / value))
  return [
    row(name, 'connections/s', median(perSecond), [node], atLeast(0.95, speed, node)),
    row(`${name}: the server's CPU time for one`, 'µs', median(cpu), [nodeCpu], atLeast(0.95, thrift, nodeCpu))
  ]
}

async function connectMany (server: ServerProcess, client: BenchClient, { version, resumed }: Way): Promise<Measured> {
  const tls: ConnectionOptions = { minVersion: version, maxVersion: version }
  if (resumed) {
    const first = await KeepAliveClient.connect(server.port, client, tls)
    const { session } = first
    if (session === undefined) throw new Error(`${version} gave no session to resume`)
    tls.session = session
    first.close()
  }
  const cpuBefore = await server.ask('cpuMicroseconds')
  const start = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let count = 0; count < CONNECTIONS_A_ROUND / AT_ONCE; count++) {
      const connection = await KeepAliveClient.connect(server.port, client, tls)
      if (connection.isResumed !== resumed) throw new Error(`a connection was ${resumed ? 'not ' : ''}resumed`)
      connection.close()
    }
  }))
  const milliseconds = performance.now() - start
  const cpu = await server.ask('cpuMicroseconds') - cpuBefore
  return { perSecond: CONNECTIONS_A_ROUND / milliseconds * 1000, cpuMicroseconds: cpu / CONNECTIONS_A_ROUND }
}
