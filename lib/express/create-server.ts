import type { RequestListener } from 'node:http'
import { createServer as createHttpsServer, type Server, type ServerOptions } from 'node:https'
import { askByHostName } from '../connection/server/ask-by-host-name.js'
import { siteByHostName, withHttp1 } from '../connection/server/site-by-host-name.js'
import type { SiteOptions } from '../site/options.js'

/**
 * A server that asks for certificates by host name: on one port, clients that want to speak to the site's
 * `certificateHost` are asked in the handshake, and all others are not.
 *
 *     const server = createServer(site, { key, cert }, app)
 *
 * The rest is as with `createServer` of node:https. `httpsOptions(site)` is not needed beside it; sessions of the one
 * kind of connection can't be resumed as the other.
 *
 * @param options of the site; with a `certificateHost`
 * @param given what `createServer` of node:https takes
 * @throws TypeError for whatever is wrong with the site; where there is no `certificateHost`, or nothing to verify
 *   certificates with
 */
export function createServer (options: SiteOptions, given: ServerOptions, app: RequestListener): Server {
  const { acquire, certificateHost, sides } = siteByHostName(options)
  const complete = withHttp1(given)
  const server = createHttpsServer(sides(complete).asked, app)
  askByHostName(server, { acquire, certificateHost, sides, given: complete })
  return server
}
