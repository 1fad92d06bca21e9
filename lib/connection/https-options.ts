import { constants } from 'node:crypto'
import type { TlsOptions } from 'node:tls'
import { findServerCertificate } from '../site/certificate-store.js'
import { createSite, type SiteOptions } from '../site/options.js'

/**
 * What `Fastify({ https })` needs so that the site can ask clients for their certificates:
 * `Fastify({ https: { key, cert, ...httpsOptions(site) } })`.
 *
 * A certificate is asked for, and never rejected by the handshake: the plugin verifies it, and gives the client an
 * answer that says why. The trust anchors' names are sent, so that clients can choose the right certificate. Where the
 * site names a `certificateSubject` and a `store`, the server certificate with that name and its key are included.
 *
 * @throws TypeError for whatever is wrong with the options, as registering the plugin does
 */
export function httpsOptions (site: SiteOptions): TlsOptions {
  const { acquire, certificateHost, certificateSubject, clock, engine, passphrase, store } = createSite(site)
  const server = certificateSubject === null || store === null
    ? {}
    : findServerCertificate(store, certificateSubject, { passphrase, time: clock() })
  if (engine === null) return server
  // With no `ca`, Node would send and trust its bundled public roots (node-tls.md 11).
  const ca = engine.trustAnchors.map(({ raw }) => pemOf(raw))
  if (acquire === 'handshake') {
    // Who the client is must not change in the middle of a connection: it can't renegotiate (RFC 5746 §5).
    let secureOptions = constants.SSL_OP_NO_RENEGOTIATION
    // Node does not show the host name of a resumed TLS 1.2 session: its requests would all be misdirected.
    if (certificateHost !== null) secureOptions |= constants.SSL_OP_NO_TICKET
    return { ...server, ca, requestCert: true, rejectUnauthorized: false, secureOptions }
  }
  return {
    ...server,
    ca,
    requestCert: false,
    rejectUnauthorized: false,
    // Without it a client that holds a ticket resumes instead of sending its certificate (node-tls.md 5).
    secureOptions: constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION,
    // TLS 1.3 has no renegotiation; its clients need another way (behaviour.md 5).
    ...(certificateHost === null ? { maxVersion: 'TLSv1.2' as const } : {})
  }
}

function pemOf (der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`
}
