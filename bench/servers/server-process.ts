import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BenchSite } from './bench-site.js'
import type { ContestantName } from './contestants.js'
import type { Question } from './server-program.js'

const program = fileURLToPath(new URL('server-program.ts', import.meta.url))

/** The server of a contestant, in a process of its own: what it uses is its own. */
export class ServerProcess {
  readonly name: ContestantName
  readonly port: number
  readonly #child: ChildProcess

  static async start (name: ContestantName, site: BenchSite): Promise<ServerProcess> {
    const child = fork(program)
    child.send({ name, site })
    const started: unknown[] = await Promise.race([once(child, 'message'), once(child, 'exit')])
    if (!child.connected) throw new Error(`the server "${name}" did not start`)
    return new ServerProcess(name, started[0] as number, child)
  }

  private constructor (name: ContestantName, port: number, child: ChildProcess) {
    this.name = name
    this.port = port
    this.#child = child
  }

  /** CPU time since its start, in microseconds; or bytes that it holds after its garbage is collected. */
  async ask (question: Question): Promise<number> {
    this.#child.send(question)
    const [answer] = await once(this.#child, 'message')
    return answer as number
  }

  stop (): void {
    this.#child.disconnect()
  }
}
