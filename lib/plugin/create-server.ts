import { createSecureServer, type Http2SecureServer, type SecureServerOptions } from 'node:http2'
import { createServer as createHttpsServer, type Server as HttpsServer, type ServerOptions } from 'node:https'
import type { TlsOptions } from 'node:tls'
import type { FastifyServerFactoryHandler } from 'fastify'
import { askByHostName } from '../connection/server/ask-by-host-name.js'
import { http2Sessions } from '../connection/server/http2-sessions.js'
import { siteByHostName, withHttp1 } from '../connection/server/site-by-host-name.js'
import type { SiteOptions } from '../site/options.js'
import { show } from '../validation.js'

/** A server of Fastify that speaks TLS. */
type SecureServer = HttpsServer | Http2SecureServer

/** What Fastify takes as its `serverFactory`. */
export type ServerFactory = <Server extends SecureServer>(
  handler: FastifyServerFactoryHandler<Server>, options: Record<string, unknown>
) => Server

/** Takes the requests of any server. */
type Handler = FastifyServerFactoryHandler<HttpsServer> & FastifyServerFactoryHandler<Http2SecureServer>

/** What Fastify's own servers take from its options; all have their defaults when a server is made. */
interface FastifyOptions {
  readonly https?: ServerOptions | SecureServerOptions | true | null
  readonly http2?: boolean
  readonly http2SessionTimeout: number
  readonly keepAliveTimeout: number
  readonly requestTimeout: number
  readonly connectionTimeout: number
  readonly maxRequestsPerSocket: number
  readonly forceCloseConnections?: boolean | 'idle'
}

/**
 * A server for Fastify that asks for certificates by host name: on one port, clients that want to speak to the site's
 * `certificateHost` are asked in the handshake, and all others are not. That is how a browser comes to a page that
 * needs no certificate without being asked for one, in TLS 1.3 and HTTP/2 too.
 *
 *     Fastify({ https: { key, cert }, serverFactory: createServer(site) })
 *     Fastify({ http2: true, https: { key, cert, allowHTTP1: true }, serverFactory: createServer(site) })
 *
 * The rest is as with a server of Fastify's own, and the options are where they are there. `httpsOptions(site)` is not
 * needed beside it; sessions of the one kind of connection can't be resumed as the other.
 *
 * @param options of the site; with a `certificateHost`
 * @throws TypeError for whatever is wrong with the options, as registering the plugin does; where there is no
 *   `certificateHost`, or nothing to verify certificates with. `Fastify()` throws one where it is given no `https`, or
 *   where clients would be sent to HTTP/1.1 and it does not speak it
 */
export function createServer (options: SiteOptions): ServerFactory {
  const { acquire, certificateHost, sides } = siteByHostName(options)

  function factory (handler: Handler, fastifyOptions: FastifyOptions): SecureServer {
    const given = givenTo(fastifyOptions)
    if (acquire === 'renegotiate' && fastifyOptions.http2 === true && given.allowHTTP1 !== true) {
      throw new TypeError("https.allowHTTP1: acquire: 'renegotiate' sends clients of HTTP/2 back to HTTP/1.1, which " +
        "this server does not speak; set allowHTTP1, or use acquire: 'handshake'")
    }
    const makeServer = fastifyOptions.http2 === true ? makeHttp2Server : makeHttpsServer
    const server = makeServer(sides(given).asked, handler, fastifyOptions)
    askByHostName(server, { acquire, certificateHost, sides, given })
    return server
  }
  return factory as unknown as ServerFactory
}

/** The TLS options, with the protocols that Node adds to those of a server that speaks HTTP. */
function givenTo ({ https, http2 }: FastifyOptions): SecureServerOptions {
  if (typeof https !== 'object' || https === null) {
    throw new TypeError(`https: ${show(https)} holds no key and no certificate; createServer takes them from ` +
      'Fastify({ https: { key, cert }, serverFactory: createServer(site) })')
  }
  const { allowHTTP1 }: SecureServerOptions = https
  if (http2 !== true || https.ALPNCallback !== undefined) return withHttp1(https)
  return { ...https, ALPNProtocols: allowHTTP1 === true ? ['h2', 'http/1.1'] : ['h2'] }
}

/** As Fastify makes one. */
function makeHttpsServer (tlsOptions: TlsOptions, handler: Handler, fastifyOptions: FastifyOptions): HttpsServer {
  const server = createHttpsServer(tlsOptions, handler)
  const { keepAliveTimeout, requestTimeout, connectionTimeout, maxRequestsPerSocket } = fastifyOptions
  Object.assign(server, { keepAliveTimeout, requestTimeout })
  server.setTimeout(connectionTimeout)
  // 0 is Node's default here, and Fastify's.
  server.maxRequestsPerSocket = maxRequestsPerSocket
  return server
}

/** As Fastify makes one. */
function makeHttp2Server (tlsOptions: TlsOptions, handler: Handler, fastifyOptions: FastifyOptions): Http2SecureServer {
  const server = createSecureServer(tlsOptions, handler)
  const { http2SessionTimeout, forceCloseConnections, connectionTimeout } = fastifyOptions
  const sessions = http2Sessions(server, http2SessionTimeout)
  if (forceCloseConnections === true) {
    Object.assign(server, { closeHttp2Sessions () { for (const session of sessions) session.close() } })
  }
  server.setTimeout(connectionTimeout)
  return server
}
