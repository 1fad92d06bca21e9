import { median, showRows, type Row } from './row.js'
import { createBenchSite, type BenchClient, type BenchSite } from './servers/bench-site.js'
import type { ContestantName } from './servers/contestants.js'
import { KeepAliveClient } from './servers/keep-alive-client.js'
import { ServerProcess } from './servers/server-process.js'

const names = [
  'no plugin', 'fastify-ce-cert-auth', 'a hook on getPeerCertificate()', 'client-certificate-auth'
] as const satisfies readonly ContestantName[]

const CONNECTIONS = 8
const REQUESTS_A_ROUND = 4_000
const WARM_UP_ROUNDS = 3
const ROUNDS = 25

/**
 * HTTPS requests on kept-alive connections, each client with a certificate of its own. The contestants take turns, each
 * in a process of its own, so that whatever slows the machine down slows all of them down. Requests per second are
 * those of client and server together; the server's CPU time tells what the server takes.
 */
export async function benchRequests (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(CONNECTIONS)
  const contestants = await Promise.all(names.map((name) => Contestant.start(name, site, clients)))
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const contestant of contestants) await contestant.run(round >= WARM_UP_ROUNDS)
  }
  for (const contestant of contestants) contestant.stop()
  const [none, ours, ...others] = contestants as [Contestant, Contestant, ...Contestant[]]
  const peers = (key: 'perSecond' | 'cpuMicroseconds'): Record<string, number> =>
    Object.fromEntries([none, ...others].map((peer) => [peer.name, median(peer[key])]))
  return [
    {
      figure: 'requests on kept-alive connections',
      unit: 'requests/s',
      ours: median(ours.perSecond),
      peers: peers('perSecond'),
      compared: median(ours.perSecond.map((perSecond, round) => perSecond / none.perSecond[round]!)),
      target: { atLeast: 0.98 }
    },
    {
      figure: "the server's CPU time for one",
      unit: 'µs',
      ours: median(ours.cpuMicroseconds),
      peers: peers('cpuMicroseconds'),
      compared: median(none.cpuMicroseconds.map((microseconds, round) => microseconds / ours.cpuMicroseconds[round]!)),
      target: { atLeast: 0.98 }
    },
    ...others.map((other): Row => ({
      figure: `requests, beside ${other.name}`,
      unit: 'requests/s',
      ours: median(ours.perSecond),
      peers: { [other.name]: median(other.perSecond) },
      compared: median(ours.perSecond.map((perSecond, round) => perSecond / other.perSecond[round]!)),
      target: { atLeast: 1 }
    }))
  ]
}

class Contestant {
  readonly perSecond: number[] = []
  /** For one request. */
  readonly cpuMicroseconds: number[] = []
  readonly #server: ServerProcess
  readonly #connections: readonly KeepAliveClient[]

  static async start (name: ContestantName, site: BenchSite, clients: readonly BenchClient[]): Promise<Contestant> {
    const server = await ServerProcess.start(name, site)
    return new Contestant(server, await Promise.all(clients.map((one) => KeepAliveClient.connect(server.port, one))))
  }

  private constructor (server: ServerProcess, connections: readonly KeepAliveClient[]) {
    this.#server = server
    this.#connections = connections
  }

  get name (): string {
    return this.#server.name
  }

  async run (counts: boolean): Promise<void> {
    const cpuBefore = await this.#server.ask('cpuMicroseconds')
    const start = performance.now()
    await Promise.all(this.#connections.map((connection) => connection.run(REQUESTS_A_ROUND / CONNECTIONS)))
    const milliseconds = performance.now() - start
    const cpu = await this.#server.ask('cpuMicroseconds') - cpuBefore
    if (!counts) return
    this.perSecond.push(REQUESTS_A_ROUND / milliseconds * 1000)
    this.cpuMicroseconds.push(cpu / REQUESTS_A_ROUND)
  }

  stop (): void {
    for (const connection of this.#connections) connection.close()
    this.#server.stop()
  }
}

if (process.argv[1] === import.meta.filename) showRows(await benchRequests())
