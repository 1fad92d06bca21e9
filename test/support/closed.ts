import type { EventEmitter } from 'node:events'

/** Of a socket and of a session of HTTP/2; the latter is `closed` from when nothing new may begin on it. */
type Connection = EventEmitter & { readonly closed: boolean, readonly destroyed: boolean }

/** Resolves when a connection is closed, by whichever error; at once if it was before. */
export async function closed (connection: Connection): Promise<void> {
  connection.on('error', () => undefined)
  if (connection.closed && connection.destroyed) return
  await new Promise((resolve) => { connection.once('close', resolve) })
}
