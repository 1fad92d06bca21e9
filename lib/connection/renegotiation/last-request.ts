import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { acquisitionOf } from '../acquisition.js'

const lastRequests = new WeakSet<IncomingMessage | Http2ServerRequest>()

/** Says that bytes came behind a request before its certificate did: they must not count under it (lessons.md S7). */
export function markLast (request: IncomingMessage): void {
  lastRequests.add(request)
}

/**
 * Whether the connection ends with the response to a request: for what came behind it; since the rest of its body is
 * dropped; or so that the client, which can't be asked on this connection any more, can be asked on another.
 */
export function isLast (request: IncomingMessage | Http2ServerRequest, admitted: boolean): boolean {
  const acquisition = acquisitionOf(request)
  return lastRequests.has(request) || acquisition === 'bodyTooLarge' || (acquisition === 'exhausted' && !admitted)
}
