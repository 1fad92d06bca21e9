import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import fp from 'fastify-plugin'
import { wantsCertificate } from './access/client-chain.js'
import type { Decision } from './access/decision.js'
import { explainer, type Explain } from './access/explain.js'
import { startUpReport, type StartUpReport } from './access/start-up-report.js'
import { answers, errorCodes } from './errors.js'
import { holdContinue, releaseContinue } from './connection/renegotiation/held-continue.js'
import { isLast } from './connection/renegotiation/last-request.js'
import { removeAuthorization } from './plugin/authorization.js'
import { certificatePreparation } from './plugin/certificate-preparation.js'
import { requestDecider } from './plugin/decide-request.js'
import type { DecidedRequest } from './plugin/decided-request.js'
import { publishDecision } from './plugin/decision-channel.js'
import { DecisionLine } from './plugin/decision-line.js'
import { observeHandshakes } from './plugin/handshakes.js'
import { logStartUp } from './plugin/log-start-up.js'
import { createMetrics } from './plugin/metrics/metrics.js'
import { mutualTlsAdder, type AddMutualTls } from './plugin/open-api.js'
import { prepare, type Preparation } from './plugin/preparation.js'
import { replaceByRefusal } from './plugin/refusal.js'
import { decidedRequestOf, decorateRequests, recordDecided } from './plugin/request-decorators.js'
import { observeRequests } from './plugin/requests.js'
import { sealResponse } from './plugin/response-seal.js'
import { RouteRoots, type VirtualRootOf } from './plugin/route-roots.js'
import { serverFacts } from './plugin/server-facts.js'
import { revocationPreparations } from './plugin/revocation-preparation.js'
import {
  checkCertificateHost, checkInstance, checkRoute, checkServer, earlierMiddleware
} from './plugin/start-up-checks.js'
import { userPreparations } from './plugin/user-preparation.js'
import { UrlFlags } from './site/flags.js'
import { createSite, type SiteOptions } from './site/options.js'
import { RouteRules } from './site/route-rules.js'
import type { VirtualRootOptions } from './site/virtual-roots.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Tightens what the virtual root of this route says; it can't loosen it. */
    ceCertAuth?: VirtualRootOptions
  }
  interface FastifyInstance {
    readonly ceCertAuth: {
      /** The decision of a request that is not made: every step, its inputs, its outcome, and the answer. */
      readonly explain: Explain
      /** What each kind of client meets under each virtual root, and at routes that ask for more, with this server. */
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

  const report = (): StartUpReport => startUpReport(site, serverFacts(app), routeRoots.ruled)
  app.decorate('ceCertAuth', {
    explain: explainer(site, rules),
    report,
    virtualRootOf: routeRoots.find,
    addMutualTls: mutualTlsAdder(routeRoots.find)
  })
  decorateRequests(app)

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

  app.addHook('onRequest', gate)
  // Once more before the handler. An earlier hook can have jumped over ours: by `throw null`, by calling `done` twice,
  // by `reply.callNotFound`. A later one can have exchanged the URL that handlers read: @fastify/express decodes it.
  app.addHook('preHandler', (request, reply, done) => {
    const decided = decidedRequestOf(request)
    if (decided?.decision.admitted === true && decided.url !== request.raw.url) recordDecided(request, null)
    gate(request, reply, done)
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

  function gate (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const waiting = decidedRequestOf(request) === null ? whatToAwait(request, reply) : null
    if (waiting === null) answer(request, reply, done)
    else waiting.then(() => answer(request, reply, done))
  }

  function answer (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const { code } = decisionOf(request, reply)
    if (code !== null) return done(new errorCodes[code]())
    if (renegotiates) releaseContinue(reply.raw)
    done()
  }

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
  function decisionOf (request: FastifyRequest, reply: FastifyReply): Decision {
    const { decision } = decidedRequestOf(request) ?? settle(request, reply)
    return decision
  }

  function settle (request: FastifyRequest, reply: FastifyReply): DecidedRequest {
    const decided = decider.decide(request)
    const { decision, certificateOnly } = decided
    const { virtualRoot, admitted, code, subStatus } = decision
    recordDecided(request, decided)
    if (certificateOnly) removeAuthorization(request)
    sealResponse(reply.raw, {
      noChallenge: certificateOnly,
      noStore: virtualRoot !== null && (virtualRoot.permissions & UrlFlags.DONT_CACHE) !== 0,
      refusal: code === null ? null : answers[code].statusCode,
      close: renegotiates && isLast(request.raw, admitted)
    })
    if (admitted) {
      if (virtualRoot !== null) request.log.debug({ ceCertAuth: new DecisionLine(decision) }, 'admitted')
    } else {
      request.log.warn({ ceCertAuth: new DecisionLine(decision) }, `refused: ${subStatus} ${code}`)
    }
    metrics.decided(request, decided)
    publishDecision(decision, request)
    return decided
  }
}

/**
 * The plugin: `app.register(ceCertAuth, site)`. The promise is rejected with a TypeError for whatever is wrong with the
 * site.
 */
export const ceCertAuth = fp(plugin, { fastify: '5.x', name: 'fastify-ce-cert-auth' })
