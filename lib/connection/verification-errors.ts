import type { EventEmitter } from 'node:events'
import type { TLSSocket } from 'node:tls'

/**
 * Keeps connections whose certificate has a wrong signature open, so that they get an answer.
 *
 * OpenSSL verifies the client's chain in the handshake, whatever the plugin makes of it later, and leaves what it has
 * against a signature in its error queue. On TLS 1.2 the next read takes that for an error of the connection, which
 * Node then drops without an answer. It concerns honest clients too: those whose issuer has the name of an anchor with
 * another key, as after a renewal of the CA. Showing the certificate empties the queue (`ClearErrorOnReturn` in Node's
 * crypto_x509.cc, crypto_tls.cc).
 *
 * The servers that Fastify adds by itself for `listen({ host: 'localhost' })` are out of reach: they go on dropping.
 */
export function forgetVerificationErrors (server: EventEmitter): void {
  server.prependListener('secureConnection', (socket: TLSSocket) => { socket.getPeerCertificate() })
}
