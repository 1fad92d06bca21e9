import { constants } from 'node:crypto'
import type { TlsOptions } from 'node:tls'
import { findServerCertificate } from '../site/certificate-store.js'
import { createSite, type Site, type SiteOptions } from '../site/options.js'
import { askingOptions, silentOptions } from './handshake-options.js'

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
export function httpsOptions (options: SiteOptions): TlsOptions {
  return httpsOptionsOf(createSite(options))
}

/** The same for a site whose options were found good. */
export function httpsOptionsOf (site: Site): TlsOptions {
  const { acquire, certificateHost, engine } = site
  const server = serverCertificate(site)
  if (engine === null) return server
  if (acquire === 'renegotiate') {
    // TLS 1.3 has no renegotiation; its clients need another way (behaviour.md 5).
    const maxVersion = certificateHost === null ? { maxVersion: 'TLSv1.2' as const } : {}
    return { ...server, ...silentOptions(site, engine), ...maxVersion }
  }
  const asking = askingOptions(engine)
  if (certificateHost === null) return { ...server, ...asking }
  // Node does not show the host name of a resumed TLS 1.2 session: its requests would all be misdirected.
  return { ...server, ...asking, secureOptions: asking.secureOptions | constants.SSL_OP_NO_TICKET }
}

/** The server certificate that the site names and its key; nothing if it names none. */
export function serverCertificate ({ certificateSubject, store, passphrase, clock }: Site): TlsOptions {
  if (certificateSubject === null || store === null) return {}
  return findServerCertificate(store, certificateSubject, { passphrase, time: clock() })
}
