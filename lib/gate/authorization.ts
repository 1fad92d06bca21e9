import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'

/**
 * Takes the credentials of every other authentication out of a request, in each form that Node and Fastify show headers
 * in, so that nothing that runs later can act on them.
 */
export function removeAuthorization (
  message: IncomingMessage | Http2ServerRequest, request: Pick<IncomingMessage, 'headers'>
): void {
  removeFromMessage(message)
  // Where an earlier hook has set `request.headers`, Fastify lays what it has set over the headers of the message.
  const { headers } = request
  if (headers === message.headers) return
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization')
  request.headers = Object.fromEntries(kept)
}

function removeFromMessage (message: IncomingMessage | Http2ServerRequest): void {
  const { headers, rawHeaders } = message
  if (headers.authorization === undefined) return
  delete headers.authorization
  // Made before `rawHeaders` becomes shorter: Node makes it on first use, and counts on the length that they had.
  if ('headersDistinct' in message) delete message.headersDistinct['authorization']
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (rawHeaders[index]?.toLowerCase() === 'authorization') rawHeaders.splice(index, 2)
  }
}
