import { atLeast, median, row, type Peer, type Row } from './row.js'
import { createBenchSite, type BenchClient, type BenchSite } from './servers/bench-site.js'
import type { ContestantName } from './servers/contestants.js'
import { KeepAliveClient } from './servers/keep-alive-client.js'
import { ServerProcess } from './servers/server-process.js'

const names = [
  'no plugin', 'fastify-ce-cert-auth', 'four empty hooks', 'a hook on getPeerCertificate()', 'client-certificate-auth'
] as const satisfies readonly ContestantName[]

const CONNECTIONS = 8
const REQUESTS_A_ROUND = 4_000
const WARM_UP_ROUNDS = 3
const ROUNDS = 25

/**
 * HTTPS requests on kept-alive connections, each client with a certificate of its own. The contestants take turns, each
 * in a process of its own, so that whatever slows the machine down slows all of them down. Requests per second are
 * those of client and server together; the server's CPU time tells what the server takes. The app with four empty hooks
 * has the hooks of the plugin, which do nothing: what Fastify itself takes to call them.
 */
export async function benchRequests (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(CONNECTIONS)
  const contestants = await Promise.all(names.map((name) => Contestant.start(name, site, clients)))
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const contestant of contestants) await contestant.run(round >= WARM_UP_ROUNDS)
  }
  for (const contestant of contestants) contestant.stop()
  const [none, ours, hooks, ...others] = contestants as [Contestant, Contestant, Contestant, ...Contestant[]]
  const peers = (key: 'perSecond' | 'cpuMicroseconds'): [Peer, ...Peer[]] =>
    [none, hooks, ...others].map((peer) => ({ name: peer.name, value: median(peer[key]) })) as [Peer, ...Peer[]]
  const [noPlugin, emptyHooks, ...withOthers] = peers('perSecond') as [Peer, Peer, ...Peer[]]
  const cpu = peers('cpuMicroseconds')
  const thrift = median(none.cpuMicroseconds.map((microseconds, round) => microseconds / ours.cpuMicroseconds[round]!))
  return [
    row('requests on kept-alive connections', 'requests/s', median(ours.perSecond), [noPlugin, emptyHooks],
      atLeast(0.98, ours.speedTo(none), noPlugin)),
    row("the server's CPU time for one", 'µs', median(ours.cpuMicroseconds), cpu, atLeast(0.98, thrift, cpu[0])),
    ...others.map((other, index) => {
      const peer = withOthers[index]!
      const figure = `requests, beside ${other.name}`
      return row(figure, 'requests/s', median(ours.perSecond), [peer], atLeast(1, ours.speedTo(other), peer))
    })
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

  /** The median of the rounds. */
  speedTo (other: Contestant): number {
    return median(this.perSecond.map((perSecond, round) => perSecond / other.perSecond[round]!))
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
