import { EventEmitter } from 'node:events'
import type { Context } from '../../lib/command/context.js'
import { Screen } from '../../lib/command/output/screen.js'

/** Default: a pipe, with nothing in the environment. */
export interface ScreenWorld {
  isTTY?: boolean
  columns?: number
  environment?: Record<string, string>
}

/** A screen, and what was written to it so far. */
export function screenOf (world: ScreenWorld = {}): { screen: Screen, written: () => string } {
  const { environment = {}, ...terminal } = world
  let text = ''
  const stdout = { write (part: string | Uint8Array) { text += String(part) }, ...terminal }
  const clock = (): Date => new Date(0)
  const signals = new EventEmitter()
  const context: Context = { stdin: [] as never, stdout, stderr: stdout, environment, clock, signals }
  return { screen: new Screen(context), written: () => text }
}
