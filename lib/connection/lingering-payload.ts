import { Readable } from 'node:stream'
import type { IncomingMessage } from 'node:http'

/** Milliseconds that a client has to read the answer while it still sends. */
const lingeringTime = 2000

/**
 * A payload that is sent at once, and ends when the request's body has, or after a short time. Meanwhile the body is
 * read and dropped. To close the connection while bytes of the client are unread would reset it, and the client would
 * lose the answer with it (RFC 9112 §9.6).
 *
 * To be sent with its Content-Length, so that the client need not wait for the end.
 */
export function lingeringPayload (text: string, request: IncomingMessage, milliseconds = lingeringTime): Readable {
  const payload = new Readable({ read () {} })
  payload.push(text)
  if (request.readableEnded || request.destroyed) {
    payload.push(null)
    return payload
  }
  const timer = setTimeout(end, milliseconds)
  function end (): void {
    clearTimeout(timer)
    request.off('end', end)
    request.off('close', end)
    payload.push(null)
  }
  request.on('end', end)
  request.on('close', end)
  request.resume()
  return payload
}
