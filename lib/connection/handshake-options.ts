import { constants } from 'node:crypto'
import type { TlsOptions } from 'node:tls'
import type { Site } from '../site/options.js'
import type { CertificateChainEngine } from '../trust/engine.js'

/** What the site has to say about a handshake. */
export interface HandshakeOptions extends TlsOptions {
  readonly secureOptions: number
}

/** Who the client is must not change in the middle of a connection: it can't renegotiate (RFC 5746 §5). */
const settled = constants.SSL_OP_NO_RENEGOTIATION

/**
 * Without the first a client that holds a ticket resumes instead of sending its certificate (node-tls.md 5). Without
 * the second clients of GnuTLS, wget among them, wait for a ticket that OpenSSL does not send in such a handshake.
 */
const askedLater = constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION | constants.SSL_OP_NO_TICKET

/** A handshake that asks for a certificate, and rejects none. */
export function askingOptions (engine: CertificateChainEngine): HandshakeOptions {
  return { ca: pemOf(engine), requestCert: true, rejectUnauthorized: false, secureOptions: settled }
}

/** A handshake that asks for none: a renegotiation does so later, or nothing does. */
export function silentOptions ({ acquire }: Site, engine: CertificateChainEngine): HandshakeOptions {
  const secureOptions = acquire === 'renegotiate' ? askedLater : settled
  return { ca: pemOf(engine), requestCert: false, rejectUnauthorized: false, secureOptions }
}

/** With no `ca`, Node would send and trust its bundled public roots (node-tls.md 11). */
function pemOf ({ trustAnchors }: CertificateChainEngine): string[] {
  return trustAnchors.map(({ raw }) => {
    const lines = Buffer.from(raw).toString('base64').replace(/.{1,64}/g, '$&\n')
    return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`
  })
}
