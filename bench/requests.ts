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
const WARM_UP_ROUNDS = 4
const ROUNDS = 12
/** Of processes: two that run the same program differ by as much as 4 %, by what V8 has made of it. */
const HEATS = 4

/**
 * HTTPS requests on kept-alive connections, each client with a certificate of its own. The contestants take turns, each
 * in a process of its own, so that whatever slows the machine down slows all of them down; each heat has new processes.
 * Requests per second are those of client and server together; the server's CPU time tells what the server takes. The
 * app with four empty hooks has the hooks of the plugin, which do nothing: what Fastify itself takes to call them.
 */
export async function benchRequests (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(CONNECTIONS)
  const contestants = names.map((name) => new Contestant(name))
  for (let heat = 0; heat < HEATS; heat++) {
    const runners = await Promise.all(contestants.map((contestant) => Runner.start(contestant, site, clients)))
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      for (const runner of runners) await runner.run(round >= WARM_UP_ROUNDS)
    }
    for (const runner of runners) runner.stop()
  }
  const [none, ours, hooks, ...others] = contestants as [Contestant, Contestant, Contestant, ...Contestant[]]
  const peers = (key: 'perSecond' | 'cpuMicroseconds'): [Peer, ...Peer[]] =>
    [none, hooks, ...others].map((peer) => ({ name: peer.name, value: median(peer[key]) })) as [Peer, ...Peer[]]
  const [noPlugin, emptyHooks, ...withOthers] = peers('perSecond') as [Peer, Peer, ...Peer[]]
  const cpu = peers('cpuMicroseconds')
  return [
    row('requests on kept-alive connections', 'requests/s', median(ours.perSecond), [noPlugin, emptyHooks],
      atLeast(0.98, ours.speedTo(none), noPlugin)),
    row("the server's CPU time for one", 'µs', median(ours.cpuMicroseconds), cpu,
      atLeast(0.98, ours.thriftBeside(none), cpu[0])),
    ...others.map((other, index) => {
      const peer = withOthers[index]!
      const figure = `requests, beside ${other.name}`
      return row(figure, 'requests/s', median(ours.perSecond), [peer], atLeast(1, ours.speedTo(other), peer))
    })
  ]
}

/** All of its rounds, those of all heats one after the other. */
class Contestant {
  readonly name: ContestantName
  readonly perSecond: number[] = []
  /** For one request. */
  readonly cpuMicroseconds: number[] = []

  constructor (name: ContestantName) {
    this.name = name
  }

  /** The median of the rounds. */
  speedTo (other: Contestant): number {
    return median(this.perSecond.map((perSecond, round) => perSecond / other.perSecond[round]!))
  }

  /** The median of the rounds. */
  thriftBeside (other: Contestant): number {
    return median(this.cpuMicroseconds.map((microseconds, round) => other.cpuMicroseconds[round]! / microseconds))
  }
}

/** A contestant's process in one heat. */
class Runner {
  readonly #contestant: Contestant
  readonly #server: ServerProcess
  readonly #connections: readonly KeepAliveClient[]

  static async start (contestant: Contestant, site: BenchSite, clients: readonly BenchClient[]): Promise<Runner> {
    const server = await ServerProcess.start(contestant.name, site)
    const connections = await Promise.all(clients.map((one) => KeepAliveClient.connect(server.port, one)))
    return new Runner(contestant, server, connections)
  }

  private constructor (contestant: Contestant, server: ServerProcess, connections: readonly KeepAliveClient[]) {
    this.#contestant = contestant
    this.#server = server
    this.#connections = connections
  }

  async run (counts: boolean): Promise<void> {
    const cpuBefore = await this.#server.ask('cpuMicroseconds')
    const start = performance.now()
    await Promise.all(this.#connections.map((connection) => connection.run(REQUESTS_A_ROUND / CONNECTIONS)))
    const milliseconds = performance.now() - start
    const cpu = await this.#server.ask('cpuMicroseconds') - cpuBefore
    if (!counts) return
    this.#contestant.perSecond.push(REQUESTS_A_ROUND / milliseconds * 1000)
    this.#contestant.cpuMicroseconds.push(cpu / REQUESTS_A_ROUND)
  }

  stop (): void {
    for (const connection of this.#connections) connection.close()
    this.#server.stop()
  }
}
