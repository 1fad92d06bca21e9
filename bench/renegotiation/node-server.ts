import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BenchSite } from '../servers/bench-site.js'

/** What a server process is: the app of this package, or a server of Node's own that asks by hand. */
export type NodeProgram = 'plugin-program' | 'bare-program'

/** A server on Node, in a process of its own. */
export class NodeServer {
  readonly name: string
  readonly port: number
  readonly #child: ChildProcess

  private constructor (name: string, port: number, child: ChildProcess) {
    this.name = name
    this.port = port
    this.#child = child
  }

  static async start (name: string, program: NodeProgram, site: BenchSite): Promise<NodeServer> {
    const child = fork(fileURLToPath(new URL(`${program}.ts`, import.meta.url)))
    child.send(site)
    const failed = once(child, 'exit').then(() => { throw new Error(`${program} ended before it listened`) })
    const [port] = await Promise.race([once(child, 'message'), failed]) as [number]
    return new NodeServer(name, port, child)
  }

  /** CPU time since its start, that of all its threads. */
  async cpuMicroseconds (): Promise<number> {
    this.#child.send('cpuMicroseconds')
    const [microseconds] = await once(this.#child, 'message') as [number]
    return microseconds
  }

  async stop (): Promise<void> {
    this.#child.disconnect()
    await once(this.#child, 'exit')
  }
}
