import { InvalidArgumentError, type Command } from 'commander'
import type { Context } from './context.js'

/** Takes the exit status of a verb when it is done. */
export type Conclude = (work: Promise<number>) => Promise<void>

/** Adds a verb to the command: its arguments, its options, its help. What it does is loaded when it is called. */
export type DeclareVerb = (program: Command, context: Context, conclude: Conclude) => void

/** Examples and exit statuses, as they stand under a verb's help. */
export function helpText (examples: readonly string[], statuses: readonly string[]): string {
  const lines = (texts: readonly string[]): string => texts.map((text) => `  ${text}\n`).join('')
  return `\nExamples:\n${lines(examples)}\nExit status:\n${lines(statuses)}`
}

/** What most verbs say of the status 2. */
export const USAGE_STATUS = '2  wrong use, or a file that can\'t be read'

/** Of an option that may be given more than once. */
export function collect (value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** The value of an option that counts days. */
export function days (value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Give a number of days.')
  return Number(value)
}

/** The value of an option that is a moment. */
export function moment (value: string): Date {
  const time = new Date(value)
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(value) ?? []
  // JavaScript takes the 30th of February for a day of March.
  const isOfCalendar = new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(-'01'.length))
  if (!isOfCalendar || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('Give a time such as 2026-06-01 or 2026-06-01T12:00:00Z.')
  }
  return time
}
