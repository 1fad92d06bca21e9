import type { IncomingMessage, ServerResponse } from 'node:http'
import { explainer, type Explain } from './access/explain.js'
import type { StartUpReport } from './access/start-up-report.js'
import { Arrival } from './express/arrival.js'
import { checkOptions, type CeCertAuthOptions } from './express/options.js'
import type { DecisionMessage as DecisionMessageOf } from './gate/decision-channel.js'
import { createGate } from './gate/gate.js'
import type { ShownRequest } from './gate/shown-request.js'
import { createSite, type SiteOptions } from './site/options.js'
import { RouteRules } from './site/route-rules.js'

export { createServer } from './express/create-server.js'
export type { CeCertAuthOptions } from './express/options.js'

declare global {
  namespace Express {
    interface Request extends ShownRequest {}
  }
}

/** What subscribers of `fastify-ce-cert-auth:decision` get of an Express app. */
export type DecisionMessage = DecisionMessageOf<Express.Request & IncomingMessage>

/** The middleware, for `app.use`. */
export interface CeCertAuth {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): Promise<void> | void
  /** The decision of a request that is not made: every step, its inputs, its outcome, and the answer. */
  readonly explain: Explain
  /** What each kind of client meets under each virtual root, with the server as it is. */
  readonly report: () => StartUpReport
}

const kGate = Symbol.for('fastify-ce-cert-auth.express')

/**
 * The middleware for Express 5:
 *
 *     const app = express()
 *     const server = createServer({ key, cert, ...httpsOptions(site) }, app)
 *     app.use(ceCertAuth(site, { server }))
 *
 * It comes first, once, for the whole app. It ends with the server.
 *
 * @throws TypeError for whatever is wrong with the site, the options, or what the server can do for the site
 */
export function ceCertAuth (options: SiteOptions, given: CeCertAuthOptions): CeCertAuth {
  const { server, log } = checkOptions(given)
  if (kGate in server) throw new TypeError('server: has ceCertAuth already; put all virtual roots in one site')
  const site = createSite(options)
  const { virtualRoots } = site
  const releases: Array<() => unknown> = []
  const release = (): void => { for (const end of releases) end() }
  const gate = createGate<Arrival>(site, {
    server,
    httpVersions: ['HTTP/1.1'],
    log,
    ruledRoutes: [],
    serverCreation: 'createServer({ key, cert, ...httpsOptions(site) }, app) of node:https',
    govern: ({ governing }) => governing,
    onClose: (end) => { releases.push(end) }
  })
  try {
    gate.open()
  } catch (error) {
    release()
    throw error
  }
  Object.defineProperty(server, kGate, { value: true })
  server.once('close', release)

  const arrivals = new WeakMap<IncomingMessage, Arrival>()

  function arrive (request: IncomingMessage, response: ServerResponse): Arrival {
    const arrival = new Arrival(request, response, { gate, virtualRoots, log })
    arrivals.set(request, arrival)
    return arrival
  }
  server.prependListener('request', arrive)

  function middleware (
    request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void
  ): Promise<void> | void {
    const arrival = arrivals.get(request) ?? arrive(request, response)
    const waiting = arrival.decided === null ? gate.prepare(arrival, response) : null
    return waiting === null ? answer() : waiting.then(answer)

    function answer (): void {
      if (!arrival.decide().decision.admitted) {
        response.end()
        return
      }
      gate.release(response)
      next()
    }
  }
  return Object.assign(middleware, { explain: explainer(site, new RouteRules(virtualRoots)), report: gate.report })
}
