import type { TlsOptions } from 'node:tls'
import { createSite, type SiteOptions } from '../../site/options.js'
import type { AskByHostName } from './ask-by-host-name.js'
import { sidesOf } from './sides.js'

/** A site that asks by host name, and what its server is made with. */
export interface SiteByHostName extends Omit<AskByHostName, 'given'> {}

/**
 * @throws TypeError for whatever is wrong with the site; where there is no `certificateHost`, or nothing to verify
 *   certificates with
 */
export function siteByHostName (options: SiteOptions): SiteByHostName {
  const site = createSite(options)
  const { acquire, certificateHost, engine } = site
  if (certificateHost === null) {
    throw new TypeError('certificateHost: createServer asks by host name; give the host name, or ask every client ' +
      'with httpsOptions(site)')
  }
  if (engine === null) {
    throw new TypeError('trustAnchors: createServer asks clients for certificates; give the certificates to trust')
  }
  return { acquire, certificateHost, sides: (given) => sidesOf(site, engine, given) }
}

/** The TLS options, with the protocol that Node adds to those of a server of node:https. */
export function withHttp1 (given: TlsOptions): TlsOptions {
  return given.ALPNCallback === undefined ? { ALPNProtocols: ['http/1.1'], ...given } : given
}
