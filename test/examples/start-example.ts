import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import type { Teardown } from '../support/conversation.js'
import { startProgram } from '../support/program.js'

/** A program of examples/ in a process of its own. */
export interface RunningExample {
  child: ChildProcessWithoutNullStreams
  /** Resolves with all that was printed as soon as it matches; rejects if the program ends before. */
  printed (pattern: RegExp): Promise<string>
  /** Resolves when the program has ended. */
  ended (): Promise<{ exitCode: number | null, output: string }>
}

export function startExample (t: Teardown, path: string, args: readonly string[] = []): RunningExample {
  const program = fileURLToPath(new URL(`../../examples/${path}`, import.meta.url))
  const child = startProgram(t, process.execPath, ['--import', import.meta.resolve('tsx'), program, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { output += text })
  const closed = once(child, 'close') as Promise<[number | null]>
  return {
    child,
    async printed (pattern) {
      while (!pattern.test(output)) {
        const ended = await Promise.race([closed, once(child.stdout, 'data').then(() => null)])
        if (ended !== null) throw new Error(`${path} ended with ${ended[0]}:\n${output}`)
      }
      return output
    },
    async ended () {
      const [exitCode] = await closed
      return { exitCode, output }
    }
  }
}
