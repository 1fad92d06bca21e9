import type { EventEmitter } from 'node:events'

/** Where a command writes: a stream of the process, or what a test puts in its place. */
export interface Output {
  write (text: string | Uint8Array): unknown
  /** True of a terminal. */
  readonly isTTY?: boolean
  /** Of a terminal, in characters. */
  readonly columns?: number
}

/** All that a command knows of the world besides its arguments. */
export interface Context {
  readonly stdin: AsyncIterable<string | Uint8Array>
  readonly stdout: Output
  readonly stderr: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: () => Date
  /** Where signals to the process are heard. */
  readonly signals: EventEmitter
}

/** What a verb ends with; each verb's help says what they mean for it. */
export const ExitStatus = Object.freeze({
  /** All is well. */
  GOOD: 0,
  /** What was asked has a bad answer: a site has errors, a request is refused. */
  BAD: 1,
  /** The command was used wrongly, or a file can't be read. */
  USAGE: 2
})

/** Something that the user of the command can put right: one sentence, no stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
