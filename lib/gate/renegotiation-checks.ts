import { constants } from 'node:crypto'
import tls, { type TlsOptions } from 'node:tls'
import { allowedAttempts } from '../connection/renegotiation/renegotiable-connection.js'
import type { GatedApp } from './gated-app.js'

const { SSL_OP_NO_RENEGOTIATION: forbidding, SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION: needed } = constants

const intent = "acquire: 'renegotiate' asks for certificates in the middle of requests"

/**
 * Node must let clients be asked, whatever the server.
 *
 * @throws TypeError if it does not
 */
export function checkAttempts (): void {
  if (allowedAttempts() === 0) {
    throw new TypeError(`${intent}, and tls.CLIENT_RENEG_LIMIT lets nobody do so; set it to 2 or more`)
  }
}

/**
 * What must hold so that `acquire: 'renegotiate'` can work (behaviour.md 5): TLS 1.2 and HTTP/1.1, and options that let
 * OpenSSL do it.
 *
 * @throws TypeError if it does not
 */
export function checkRenegotiation (
  { server, httpVersions, serverCreation }: Pick<GatedApp, 'server' | 'httpVersions' | 'serverCreation'>
): void {
  // What Node keeps of the options that a TLS server was made with.
  const { secureOptions = 0, minVersion = tls.DEFAULT_MIN_VERSION } = server as TlsOptions
  if (minVersion === 'TLSv1.3') {
    throw new TypeError(`${intent}, which TLS 1.3 has no way to do; lower minVersion to 'TLSv1.2', or use 'handshake'`)
  }
  if (!httpVersions.includes('HTTP/1.1')) {
    throw new TypeError(`${intent}, which HTTP/2 forbids; give https.allowHTTP1, or use 'handshake'`)
  }
  if ((secureOptions & forbidding) !== 0 || (secureOptions & needed) === 0) {
    throw new TypeError(`${intent}, and the secureOptions of this server do not let it; create it with ` +
      serverCreation)
  }
}
