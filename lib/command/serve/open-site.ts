import { STATUS_CODES } from 'node:http'
import type { TlsOptions } from 'node:tls'
import Fastify from 'fastify'
import type {
  FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions
} from 'fastify'
import { createTlsServer } from '../../connection/server/tls-server.js'
import { ceCertAuth } from '../../plugin.js'
import { foldCase } from '../../site/names.js'
import { createSite, type Site, type SiteOptions } from '../../site/options.js'
import { rootPathOf } from '../../site/virtual-roots.js'
import { AnswerLog } from './journal.js'
import { ServedSite } from './served-site.js'
import { serveTarget, type Target } from './targets/target.js'

/** A site with all that it needs to be served. */
export interface OpeningSite {
  readonly options: SiteOptions
  readonly targets: ReadonlyMap<string, Target>
  /** The server's certificate, if the site does not name it. */
  readonly tls: TlsOptions
  readonly log: FastifyBaseLogger
}

/**
 * Makes a site ready to be served.
 *
 * @throws TypeError for what is wrong with the site, CommandError for what is wrong with a module, and whatever the
 *   plugin in a module throws
 */
export async function openSite ({ options, targets, tls, log }: OpeningSite): Promise<ServedSite> {
  const site = createSite(options)
  // Where clients are asked in the middle of a connection, HTTP/2 would only be sent back to HTTP/1.1.
  const http2 = site.acquire !== 'renegotiate' || site.certificateHost !== null
  const server = createTlsServer(site, { ...tls, ALPNProtocols: http2 ? ['h2', 'http/1.1'] : ['http/1.1'] })
  const app: FastifyInstance = Fastify({
    http2,
    https: { allowHTTP1: true },
    loggerInstance: log,
    logController: new AnswerLog(),
    rewriteUrl: rewriterFor([...targets.keys()]),
    serverFactory: (handler: () => void) => server.on('request', handler)
  } as object as FastifyServerOptions)
  app.setErrorHandler(answerError)
  const close = (): Promise<void> => app.close().catch((err: unknown) => {
    log.error({ err }, 'what a target of the site has held could not be given back')
  })
  try {
    await app.register(ceCertAuth, options)
    for (const [prefix, target] of targets) await serveTarget(app, rootPathOf(prefix), target)
    await app.ready()
  } catch (error) {
    await close()
    throw error
  }
  return new ServedSite(close, server, handshakeOf(site))
}

/** All that a client can tell of how it is asked for its certificate. */
function handshakeOf ({ acquire, certificateHost, engine }: Site): string {
  const anchors = engine?.trustAnchors.map(({ fingerprint256 }) => fingerprint256) ?? null
  return JSON.stringify([acquire, certificateHost, anchors])
}

/** Virtual roots are compared without case, routes are not: a root's prefix is put as the site writes it. */
function rewriterFor (prefixes: readonly string[]): NonNullable<FastifyServerOptions['rewriteUrl']> {
  const byLength = prefixes.map(rootPathOf).filter((prefix) => prefix !== '/').sort((a, b) => b.length - a.length)
  return (request) => {
    // Node says it of each request to a server.
    const url = request.url!
    const path = foldCase(url)
    const prefix = byLength.find((prefix) => {
      return path.startsWith(foldCase(prefix)) && /^(?:[/?]|$)/.test(url.slice(prefix.length))
    })
    return prefix === undefined ? url : prefix + url.slice(prefix.length)
  }
}

/** What went wrong here is the log's; the client learns that it did. */
function answerError (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode = 500 } = error
  if (statusCode < 500) {
    reply.send(error)
    return
  }
  request.log.error(error, 'the request could not be answered')
  const message = 'The request could not be answered'
  reply.code(statusCode).send({ statusCode, error: STATUS_CODES[statusCode], message })
}
