import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startProgram } from '../../support/clients.js'
import type { Teardown } from '../../support/conversation.js'

const COMMAND = fileURLToPath(new URL('../../../lib/command/main.ts', import.meta.url))
const COMPILER = new URL('../../typescript.js', import.meta.url).href

/** A line of the command's log. */
export interface LogLine {
  level: number
  msg: string
  event?: string
  url?: string
  [name: string]: unknown
}

/** Milliseconds in which the command says what it has to say, on a machine that does much else. */
const patience = 120_000

/** The command `serve`, running as a process of its own. */
export class RunningCommand {
  readonly log: LogLine[] = []
  readonly #child: ReturnType<typeof startProgram>
  readonly #ended: Promise<number | null>
  #stderr = ''
  #onLine: () => void = () => undefined

  /** It listens on a port of the system's choice, and is killed when the test ends. */
  static async start (t: Teardown, args: readonly string[]): Promise<RunningCommand> {
    const running = new RunningCommand(t, args)
    await running.said('listening')
    return running
  }

  private constructor (t: Teardown, args: readonly string[]) {
    const program = ['--import', COMPILER, COMMAND, 'serve', '--json', '--port', '0']
    const child = startProgram(t, process.execPath, [...program, ...args])
    this.#child = child
    this.#ended = once(child, 'close').then(([status]) => status)
    child.stderr.setEncoding('utf8').on('data', (text) => { this.#stderr += text })
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.log.push(JSON.parse(line))
      this.#onLine()
    })
  }

  get port (): number {
    return Number(/:(\d+)$/.exec(this.log.find(({ event }) => event === 'listening')!.url!)![1])
  }

  get pid (): number {
    return this.#child.pid!
  }

  /** What is said first behind a number of lines: an event, or a text. */
  async said (what: string | RegExp, behind = 0): Promise<LogLine> {
    const late = new Promise<true>((resolve) => { setTimeout(resolve, patience, true).unref() })
    for (;;) {
      const found = this.log.slice(behind).find(({ event, msg }) => {
        return typeof what === 'string' ? event === what : what.test(msg)
      })
      if (found !== undefined) return found
      const line = new Promise<false>((resolve) => { this.#onLine = () => { resolve(false) } })
      if (await Promise.race([line, late, this.#ended.then(() => true)])) {
        throw new Error(`${what} was not said: ${this.#stderr}${JSON.stringify(this.log.slice(behind))}`)
      }
    }
  }

  /** Sends SIGHUP, and waits for what is said of it. */
  async reload (expected: string | RegExp = 'reloaded'): Promise<LogLine> {
    const behind = this.log.length
    this.#child.kill('SIGHUP')
    return this.said(expected, behind)
  }

  /** Its exit status. */
  async end (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal)
    return this.#ended
  }
}
