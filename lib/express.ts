import type { IncomingMessage, ServerResponse } from 'node:http'
import { explainer, type Explain } from './access/explain.js'
import type { MappedUser } from './access/decision.js'
import type { StartUpReport } from './access/start-up-report.js'
import { releaseContinue } from './connection/renegotiation/held-continue.js'
import { Arrival } from './express/arrival.js'
import { checkOptions, type CeCertAuthOptions } from './express/options.js'
import type { ClientCertificate } from './gate/client-certificate.js'
import { createGate } from './gate/gate.js'
import type { ServerVariables } from './gate/server-variables.js'
import { createSite, type SiteOptions } from './site/options.js'
import { RouteRules } from './site/route-rules.js'
import type { VirtualRoot } from './site/virtual-roots.js'

export { createServer } from './express/create-server.js'
export type { CeCertAuthOptions } from './express/options.js'

declare global {
  namespace Express {
    interface Request {
      /** What governs the request's path; `null` if nothing does. */
      virtualRoot: VirtualRoot | null
      /** The user that the certificate maps to; `null` if none was mapped. */
      pseudoUser: MappedUser | null
      /** The client's certificate; `null` if the virtual root asks for none or none came. */
      clientCertificate: ClientCertificate | null
      /** The request's facts under the names that ISAPI extensions know. Made on first use. */
      readonly serverVariables: ServerVariables
    }
  }
}

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
    serverCreation: 'createServer({ key, cert, ...httpsOptions(site) }, app) of node:https',
    govern: ({ governing }) => governing,
    onClose: (end) => { releases.push(end) }
  })
  try {
    gate.open(false)
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
    const waiting = arrival.decision === null ? gate.prepare(arrival, response) : null
    return waiting === null ? answer() : waiting.then(answer)

    function answer (): void {
      if (!arrival.decide().admitted) {
        response.end()
        return
      }
      releaseContinue(response)
      next()
    }
  }
  return Object.assign(middleware, { explain: explainer(site, new RouteRules(virtualRoots)), report: gate.report })
}
