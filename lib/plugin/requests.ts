import type { Server } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { RenegotiableConnection } from '../connection/renegotiation/renegotiable-connection.js'

/**
 * Meets connections and requests as they come, before anything can wait: a handshake that a client begins by itself
 * ends its connection, and a certificate counts for no request that was there before it.
 *
 * On the servers that Fastify adds by itself for `listen({ host: 'localhost' })`, which are out of reach, a connection
 * is met with its first request under a certificate root.
 */
export function observeRequests (server: Pick<Server, 'prependListener'>): void {
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (socket.getProtocol() !== 'TLSv1.3') RenegotiableConnection.of(socket)
  })
  server.prependListener('request', (request) => {
    RenegotiableConnection.known(request.socket as TLSSocket)?.arrived(request)
  })
}
