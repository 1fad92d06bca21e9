import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'

/**
 * Takes the credentials of every other authentication out of a request, in each form that Node shows headers in, so that
 * nothing that runs later can act on them.
 */
export function removeAuthorization (request: IncomingMessage | Http2ServerRequest): void {
  const { headers, rawHeaders } = request
  if (headers.authorization === undefined) return
  delete headers.authorization
  // Made before `rawHeaders` becomes shorter: Node makes it on first use, and counts on the length that they had.
  if ('headersDistinct' in request) delete request.headersDistinct['authorization']
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (rawHeaders[index]?.toLowerCase() === 'authorization') rawHeaders.splice(index, 2)
  }
}
