import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { RenegotiableConnection } from './renegotiable-connection.js'

/** Responses whose client waits for `100 Continue` before it sends the body. */
const held = new WeakSet<object>()

/**
 * Lets clients that send `Expect: 100-continue` wait until their request is decided (RFC 9110 §10.1.1): what a client
 * has not sent need not be kept, and the body of a request that is refused is never sent.
 *
 * Node answers such a request by itself only where nobody listens. An app that listens has taken that over: its
 * requests come to Fastify when it has answered.
 */
export function holdContinue (server: Pick<Server, 'prependListener' | 'emit' | 'listenerCount'>): void {
  server.prependListener('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    RenegotiableConnection.known(request.socket as TLSSocket)?.arrived(request)
    if (server.listenerCount('checkContinue') > 1) return
    held.add(response)
    server.emit('request', request, response)
  })
}

/** Whether the client still waits. */
export function isContinueHeld (response: object): boolean {
  return held.has(response)
}

/** Tells the client to send the body, if it waits. */
export function releaseContinue (response: { writeContinue (): void }): void {
  if (held.delete(response)) response.writeContinue()
}
