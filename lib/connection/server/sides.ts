import { constants, createHash, hkdfSync } from 'node:crypto'
import type { TlsOptions } from 'node:tls'
import type { Site } from '../../site/options.js'
import type { CertificateChainEngine } from '../../trust/engine.js'
import { askingOptions, silentOptions, type HandshakeOptions } from '../handshake-options.js'
import { serverCertificate } from '../https-options.js'

/** TLS options of the connections that are asked for a certificate, and of the others. */
export interface Sides {
  readonly asked: TlsOptions
  readonly others: TlsOptions
}

/**
 * What the two sides of a site make of the TLS options that they have in common.
 *
 * @throws TypeError if these forbid what the site asks clients by
 */
export function sidesOf (site: Site, engine: CertificateChainEngine, given: TlsOptions): Sides {
  if (site.acquire === 'renegotiate' && ((given.secureOptions ?? 0) & constants.SSL_OP_NO_RENEGOTIATION) !== 0) {
    throw new TypeError("secureOptions: SSL_OP_NO_RENEGOTIATION forbids what acquire: 'renegotiate' asks clients by; " +
      "leave it out, or use acquire: 'handshake'")
  }
  const common = { ...serverCertificate(site), ...given }
  return {
    asked: withHandshake(common, askingOptions(engine)),
    others: { ...withHandshake(common, silentOptions(site, engine)), ...othersSessions(given) }
  }
}

function withHandshake (common: TlsOptions, handshake: HandshakeOptions): TlsOptions {
  return { ...common, ...handshake, secureOptions: (common.secureOptions ?? 0) | handshake.secureOptions }
}

/**
 * No session of one side may be resumed on the other. OpenSSL refuses one with another context (RFC 5077 §5.6 leaves it
 * to the server), and can't even read a ticket that was made with another key; Node chooses random keys where none are
 * given.
 */
function othersSessions ({ sessionIdContext = '', ticketKeys }: TlsOptions): TlsOptions {
  const ofOthers = createHash('sha256').update(`not asked ${sessionIdContext}`).digest('hex')
  const longestContext = 32
  return {
    sessionIdContext: ofOthers.slice(0, longestContext),
    ...ticketKeys !== undefined && { ticketKeys: othersTicketKeys(ticketKeys) }
  }
}

/** Made of the keys of the asked side, so that servers that share those share these as well. */
export function othersTicketKeys (ticketKeys: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', ticketKeys, '', 'fastify-ce-cert-auth: not asked', ticketKeys.length))
}
