import type { IncomingMessage, Server } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { RenegotiableConnection } from '../connection/renegotiation/renegotiable-connection.js'

/** Ways in which a request comes where somebody listens; else Node answers it, or it comes as any other. */
const onDemand = ['checkExpectation', 'upgrade']

/**
 * Meets connections and requests as they come, before anything can wait: a handshake that a client begins by itself
 * ends its connection, and a certificate counts for no request that was there before it.
 *
 * On the servers that Fastify adds by itself for `listen({ host: 'localhost' })`, which are out of reach, a connection
 * is met with its first request under a certificate root.
 */
export function observeRequests (server: Pick<Server, 'on' | 'off' | 'prependListener' | 'listenerCount'>): void {
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (socket.getProtocol() !== 'TLSv1.3') RenegotiableConnection.of(socket)
  })
  server.prependListener('request', meet)
  for (const event of onDemand) {
    if (server.listenerCount(event) > 0) server.prependListener(event, meet)
    else meetOnDemand(server, event)
  }
}

function meet (request: IncomingMessage): void {
  RenegotiableConnection.known(request.socket as TLSSocket)?.arrived(request)
}

function meetOnDemand (server: Pick<Server, 'on' | 'off' | 'prependListener'>, event: string): void {
  server.on('newListener', follow)
  function follow (added: string | symbol): void {
    if (added !== event) return
    server.off('newListener', follow)
    server.prependListener(event, meet)
  }
}
