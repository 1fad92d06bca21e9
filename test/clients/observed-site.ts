import type { FastifyInstance } from 'fastify'
import type { TLSSocket } from 'node:tls'
import type { SiteOptions } from '../../lib/index.js'
import type { Teardown } from '../support/conversation.js'
import { keepLog } from '../support/log.js'
import { startSite } from '../support/start-site.js'
import type { StartSiteOptions } from '../support/start-site.js'

/** Names a request, so that its line in the log can be found. */
export const REQUEST_ID = 'x-request-id'
/** Holds a `Carriage` as JSON. */
export const CARRIAGE = 'x-carriage'

/** What the server saw of the connection that a request came on. */
export interface Carriage {
  /** Counts the connections of the server. */
  connection: number
  protocol: string | null
  alpn: string | false | null
  resumed: boolean
}

export interface ObservedSite {
  port: number
  /** The warnings of the start. */
  warnings: string[]
  /** What the log says of the decision on a request; undefined if nothing. */
  decisionOf (requestId: string): Record<string, unknown> | undefined
}

/** A site whose answers say how the request came in, and whose log can be read. */
export async function startObservedSite (
  t: Teardown,
  site: SiteOptions,
  options: Pick<StartSiteOptions, 'http2' | 'https' | 'keepSessions'> = {}
): Promise<ObservedSite> {
  const { logger, lines } = keepLog('debug')
  const fastify = { logger, requestIdHeader: REQUEST_ID }
  const { port } = await startSite(t, site, { ...options, fastify, after: answerWithUser })
  return {
    port,
    warnings: lines.filter(({ level }) => level === WARN).map(({ msg }) => msg),
    decisionOf (requestId) {
      const line = lines.find(({ reqId, ceCertAuth }) => reqId === requestId && ceCertAuth !== undefined)
      return line?.['ceCertAuth'] as Record<string, unknown> | undefined
    }
  }
}

/** Of pino. */
const WARN = 40

const kCarriage = Symbol('carriage')

interface Observed {
  [kCarriage]?: Carriage
}

function answerWithUser (app: FastifyInstance): void {
  reportCarriage(app)
  app.all('/*', async ({ pseudoUser }) => ({ user: pseudoUser?.name ?? null }))
}

/** After the plugin, which leaves no header on a refusal that an earlier hook has set. */
export function reportCarriage (app: FastifyInstance): void {
  let connection = 0
  app.server.on('connection', (socket: Observed) => {
    socket[kCarriage] = { connection: ++connection, protocol: null, alpn: null, resumed: false }
  })
  app.server.on('secureConnection', (socket: TLSSocket & Observed) => {
    const [protocol, alpn, resumed] = [socket.getProtocol(), socket.alpnProtocol, socket.isSessionReused()]
    socket[kCarriage] = { connection: ++connection, protocol, alpn, resumed }
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header(CARRIAGE, JSON.stringify((request.raw.socket as Observed)[kCarriage]))
    done()
  })
}
