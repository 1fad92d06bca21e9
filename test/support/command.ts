import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { runCommand } from '../../lib/command/run.js'

/** What a command wrote, and its exit status. */
export interface CommandResult {
  status: number
  stdout: string
  stderr: string
}

/** Default: a pipe, at this moment, with nothing on standard input. */
export interface CommandWorld {
  terminal?: boolean
  columns?: number
  environment?: Record<string, string>
  time?: Date
  stdin?: string
}

/** Runs the command in this process. */
export async function command (args: readonly string[], world: CommandWorld = {}): Promise<CommandResult> {
  const { terminal = false, columns, environment = {}, time, stdin = '' } = world
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written) => ({
    write (text: string | Uint8Array) { written[name] += Buffer.from(text).toString('utf8') },
    isTTY: terminal,
    ...(columns !== undefined && { columns })
  })
  const status = await runCommand(args, {
    stdin: Readable.from([stdin]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    environment,
    clock: () => time ?? new Date(),
    signals: new EventEmitter()
  })
  return { status, ...written }
}
