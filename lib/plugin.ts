import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import { wantsCertificate } from './access/client-chain.js'
import type { Decision, MappedUser } from './access/decision.js'
import { explainer, type Explain } from './access/explain.js'
import { startUpReport, type StartUpReport } from './access/start-up-report.js'
import { answers, errorCodes } from './errors.js'
import { holdContinue, releaseContinue } from './connection/renegotiation/held-continue.js'
import { isLast } from './connection/renegotiation/last-request.js'
import { removeAuthorization } from './gate/authorization.js'
import { certificatePreparation } from './gate/certificate-preparation.js'
import type { ClientCertificate } from './gate/client-certificate.js'
import { requestDecider } from './gate/decide-request.js'
import { publishDecision } from './gate/decision-channel.js'
import { DecisionLine } from './gate/decision-line.js'
import { observeHandshakes } from './gate/handshakes.js'
import { logStartUp } from './gate/log-start-up.js'
import { createMetrics } from './gate/metrics/metrics.js'
import { mutualTlsAdder, type AddMutualTls } from './plugin/open-api.js'
import { prepare, type Preparation } from './gate/preparation.js'
import { replaceByRefusal } from './plugin/refusal.js'
import { observeRequests } from './gate/requests.js'
import { sealResponse } from './gate/response-seal.js'
import { RouteRoots, type VirtualRootOf } from './plugin/route-roots.js'
import { serverFacts } from './gate/server-facts.js'
import { revocationPreparations } from './gate/revocation-preparation.js'
import { serverVariablesOf, type ServerVariables } from './gate/server-variables.js'
import {
  checkCertificateHost, checkInstance, checkRoute, checkServer, earlierMiddleware
} from './plugin/start-up-checks.js'
import { userPreparations } from './gate/user-preparation.js'
import { UrlFlags } from './site/flags.js'
import { createSite, type SiteOptions } from './site/options.js'
import { RouteRules } from './site/route-rules.js'
import type { VirtualRoot, VirtualRootOptions } from './site/virtual-roots.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Tightens what the virtual root of this route says; it can't loosen it. */
    ceCertAuth?: VirtualRootOptions
  }
  interface FastifyInstance {
    readonly ceCertAuth: {
      /** The decision of a request that is not made: every step, its inputs, its outcome, and the answer. */
      readonly explain: Explain
      /** What each kind of client meets under each virtual root, with the server as it is. */
      readonly report: () => StartUpReport
      /** What governs everything that a route's pattern can match; `null` if nothing does, or not the whole of it. */
      readonly virtualRootOf: VirtualRootOf
      /**
       * For @fastify/swagger: `transformObject: app.ceCertAuth.addMutualTls` adds the security scheme `mutualTLS` to
       * whatever lies under a virtual root that asks for certificates. Throws a TypeError for a document older than
       * OpenAPI 3.1, which has no such scheme.
       */
      readonly addMutualTls: AddMutualTls
    }
  }
  interface FastifyRequest {
    /** What governs the request's path, tightened by the route's own options; `null` if nothing does. */
    virtualRoot: VirtualRoot | null
    /** The user that the certificate maps to; `null` if none was mapped. */
    pseudoUser: MappedUser | null
    /** The client's certificate; `null` if the virtual root asks for none or none came. */
    clientCertificate: ClientCertificate | null
    /** The request's facts under the names that ISAPI extensions know. Made on first use. */
    readonly serverVariables: ServerVariables
  }
}

const kDecision = Symbol('fastify-ce-cert-auth.decision')
const kDecidedUrl = Symbol('fastify-ce-cert-auth.decidedUrl')
const kServerVariables = Symbol('fastify-ce-cert-auth.serverVariables')

/** What the plugin keeps on a request for itself; a child context that was there before it starts with nothing. */
interface Kept extends FastifyRequest {
  [kDecision]?: Decision | null
  /** The URL that the decision was made for. */
  [kDecidedUrl]?: string | null | undefined
  [kServerVariables]?: ServerVariables | null
}

async function plugin (app: FastifyInstance, options: SiteOptions): Promise<void> {
  checkInstance(app)
  const site = createSite(options)
  const renegotiates = site.acquire === 'renegotiate'
  const rules = new RouteRules(site.virtualRoots)
  const routeRoots = new RouteRoots(rules)
  const metrics = createMetrics(app, site)
  const { verifier } = metrics
  const decider = requestDecider(site, rules, verifier)
  const preparations: readonly Preparation[] = [
    ...renegotiates ? [certificatePreparation(site)] : [],
    ...revocationPreparations(app, site, verifier),
    ...userPreparations(site, decider)
  ]

  for (const warning of site.warnings) app.log.warn(warning)
  for (const name of earlierMiddleware(app)) {
    app.log.warn(`${name} was registered before fastify-ce-cert-auth: its middleware can answer requests of ` +
      'certificate roots before they are decided; register fastify-ce-cert-auth first')
  }

  const report = (): StartUpReport => startUpReport(site, serverFacts(app))
  app.decorate('ceCertAuth', {
    explain: explainer(site, rules),
    report,
    virtualRootOf: routeRoots.find,
    addMutualTls: mutualTlsAdder(routeRoots.find)
  })
  app.decorateRequest('virtualRoot', null)
  app.decorateRequest('pseudoUser', null)
  app.decorateRequest('clientCertificate', null)
  app.decorateRequest(kDecision, null)
  app.decorateRequest(kDecidedUrl, null)
  app.decorateRequest(kServerVariables, null)
  app.decorateRequest('serverVariables', {
    getter () {
      const kept = this as Kept
      kept[kServerVariables] ??= serverVariablesOf(kept)
      return kept[kServerVariables]
    }
  })

  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.ceCertAuth === undefined) return
    const { rule, vain } = checkRoute(site, rules, url, config.ceCertAuth)
    for (const sentence of vain) app.log.warn(sentence)
    routeRoots.add({ method, url }, rule)
  })
  app.addHook('onReady', async () => {
    checkCertificateHost(app, site)
    logStartUp(app, report())
    if (![...site.virtualRoots].some(wantsCertificate) && !routeRoots.someOwnWantCertificate) return
    checkServer(app, site)
    observeHandshakes(app.server, verifier, app.log)
    if (!renegotiates) return
    observeRequests(app.server)
    holdContinue(app.server)
  })

  const gate: onRequestHookHandler = (request: Kept, reply, done) => {
    const waiting = request[kDecision] == null ? whatToAwait(request, reply) : null
    if (waiting === null) return answer()
    waiting.then(answer)

    function answer (): void {
      const { code } = decisionOf(request, reply)
      if (code === null) releaseContinue(reply.raw)
      done(code === null ? undefined : new errorCodes[code]())
    }
  }
  app.addHook('onRequest', gate)
  // Once more before the handler. An earlier hook can have jumped over ours: by `throw null`, by calling `done` twice,
  // by `reply.callNotFound`. A later one can have exchanged the URL that handlers read: @fastify/express decodes it.
  app.addHook('preHandler', (request: Kept, reply, done) => {
    if (request[kDecision]?.admitted === true && request[kDecidedUrl] !== request.raw.url) request[kDecision] = null
    gate.call(app, request, reply, done)
  })

  // An earlier hook has failed: the app's error handler meets a request that is decided, without Authorization.
  app.addHook('onError', (request, reply, error, done) => {
    decisionOf(request, reply)
    done()
  })

  // A refusal is final: what an earlier hook has replied, or is about to, does not get out in its place.
  app.addHook('onSend', (request, reply, payload, done) => {
    const { code, location } = decisionOf(request, reply)
    done(null, code === null ? payload : replaceByRefusal(reply, payload, code, location))
  })

  function whatToAwait (request: FastifyRequest, reply: FastifyReply): Promise<void> | null {
    if (preparations.length === 0) return null
    try {
      return prepare(preparations, request, reply, decider.govern(request))
    } catch {
      // What went wrong is what the decision meets too: it logs it, and refuses.
      return null
    }
  }

  /** Made once for each request, by whichever hook comes first. */
  function decisionOf (request: Kept, reply: FastifyReply): Decision {
    request[kDecision] ??= settle(request, reply)
    return request[kDecision]
  }

  function settle (request: Kept, reply: FastifyReply): Decision {
    const decided = decider.decide(request)
    const { decision, clientCertificate, certificateOnly } = decided
    const { virtualRoot, pseudoUser, admitted, code, subStatus } = decision
    request[kDecidedUrl] = request.raw.url
    request.virtualRoot = virtualRoot
    request.pseudoUser = admitted ? pseudoUser : null
    request.clientCertificate = clientCertificate
    if (certificateOnly) removeAuthorization(request)
    sealResponse(reply.raw, {
      noChallenge: certificateOnly,
      noStore: virtualRoot !== null && (virtualRoot.permissions & UrlFlags.DONT_CACHE) !== 0,
      refusal: code === null ? null : answers[code].statusCode,
      close: isLast(request.raw, admitted)
    })
    if (admitted) {
      if (virtualRoot !== null) request.log.debug({ ceCertAuth: new DecisionLine(decision) }, 'admitted')
    } else {
      request.log.warn({ ceCertAuth: new DecisionLine(decision) }, `refused: ${subStatus} ${code}`)
    }
    metrics.decided(request, decided)
    publishDecision(decision, request)
    return decision
  }
}

/**
 * The plugin: `app.register(ceCertAuth, site)`. The promise is rejected with a TypeError for whatever is wrong with the
 * site.
 */
export const ceCertAuth = fp(plugin, { fastify: '5.x', name: 'fastify-ce-cert-auth' })
