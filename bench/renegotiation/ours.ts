import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BenchSite } from '../servers/bench-site.js'

/** The server of this package, in a process of its own. */
export class Ours {
  readonly name = 'fastify-ce-cert-auth'
  readonly port: number
  readonly #child: ChildProcess

  private constructor (port: number, child: ChildProcess) {
    this.port = port
    this.#child = child
  }

  static async start (site: BenchSite): Promise<Ours> {
    const child = fork(fileURLToPath(new URL('server-program.ts', import.meta.url)))
    child.send(site)
    const [port] = await once(child, 'message') as [number]
    return new Ours(port, child)
  }

  /** CPU time since its start. */
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
