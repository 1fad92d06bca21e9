import type { EventEmitter } from 'node:events'

/** Resolves when a connection is closed, by whichever error. */
export function closed (connection: EventEmitter): Promise<void> {
  connection.on('error', () => undefined)
  return new Promise((resolve) => { connection.once('close', () => { resolve() }) })
}
