import type { EventEmitter } from 'node:events'

/** Whoever reads a stream through a pipe may have read enough: that is no error. Any other is thrown. */
export function allowClosedPipe (stream: EventEmitter): void {
  stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error })
}
