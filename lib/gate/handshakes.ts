import type { EventEmitter } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { keepIntermediates, keepPeer, peerLeafOf } from '../connection/peer-certificate.js'
import type { ClientVerifier } from './client-verifier.js'
import type { Logger } from './gate-request.js'

/**
 * Looks at the certificate of every connection when its handshake is done, and keeps it for the first request. There
 * are two more reasons.
 *
 * A client's first request under a certificate root can come on a resumed connection, after others that asked for no
 * certificate: what came with its leaf in the full handshake must be remembered by then. Node shows that once: it is
 * kept with the connection too, which another site can take over.
 *
 * And OpenSSL, which verifies the client's chain in the handshake whatever the plugin makes of it later, leaves what it
 * has against a signature in its error queue. On TLS 1.2 the next read takes that for an error of the connection, which
 * Node then drops without an answer. It concerns honest clients too: those whose issuer has the name of an anchor with
 * another key, as after a renewal of the CA. Showing the certificate empties the queue (`ClearErrorOnReturn` in Node's
 * crypto_tls.cc and crypto_x509.cc).
 *
 * The servers that Fastify adds by itself for `listen({ host: 'localhost' })` are out of reach.
 */
export function observeHandshakes (server: EventEmitter, verifier: ClientVerifier, log: Pick<Logger, 'error'>): void {
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    try {
      const peer = peerLeafOf(socket)
      if (peer === null) return
      const { elements } = verifier.verify(peer)
      keepIntermediates(socket, elements.slice(1).map(({ certificate }) => certificate.raw))
      keepPeer(socket, peer)
    } catch (error) {
      log.error(error, 'the certificate of a connection could not be verified; its requests are refused')
    }
  })
}
