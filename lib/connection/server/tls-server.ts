import { createServer, type Server as TlsServer, type TlsOptions } from 'node:tls'
import type { Site } from '../../site/options.js'
import { httpsOptionsOf } from '../https-options.js'
import { askByHostName } from './ask-by-host-name.js'
import { sidesOf, type Sides } from './sides.js'

/**
 * A server of TLS alone that asks clients for certificates in the way of the site: by host name, if it names a
 * `certificateHost`. It accepts no connections; they are given to it with `emit('connection', socket)`.
 *
 * @param given the server's certificate, if the site does not name one, and what clients are not asked by
 * @throws TypeError if the site's certificate can't be found
 */
export function createTlsServer (site: Site, given: TlsOptions): TlsServer {
  const { acquire, certificateHost, engine } = site
  if (certificateHost === null || engine === null) return createServer({ ...given, ...httpsOptionsOf(site) })
  const sides = (common: TlsOptions): Sides => sidesOf(site, engine, common)
  const server = createServer(sides(given).asked)
  askByHostName(server, { acquire, certificateHost, sides, given })
  return server
}
