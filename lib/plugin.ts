import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import fp from 'fastify-plugin'
import type { Decision } from './access/decision.js'
import { explainer, type Explain } from './access/explain.js'
import type { StartUpReport } from './access/start-up-report.js'
import { errorCodes } from './errors.js'
import type { DecisionMessage as DecisionMessageOf } from './gate/decision-channel.js'
import { createGate } from './gate/gate.js'
import { refusalOf } from './gate/refusal.js'
import { decidedRequestOf, recordDecided, type ShownRequest } from './gate/shown-request.js'
import { governing } from './plugin/governing.js'
import { httpVersionsOf } from './plugin/http-versions.js'
import { mutualTlsAdder, type AddMutualTls } from './plugin/open-api.js'
import { replaceByRefusal } from './plugin/refusal.js'
import { decorateRequests } from './plugin/request-decorators.js'
import { RouteRoots, type VirtualRootOf } from './plugin/route-roots.js'
import { checkInstance, checkRoute, earlierMiddleware } from './plugin/start-up-checks.js'
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
  interface FastifyRequest extends ShownRequest {}
}

/** What subscribers of `fastify-ce-cert-auth:decision` get of a Fastify app. */
export type DecisionMessage = DecisionMessageOf<FastifyRequest>

async function plugin (app: FastifyInstance, options: SiteOptions): Promise<void> {
  checkInstance(app)
  const site = createSite(options)
  const rules = new RouteRules(site.virtualRoots)
  const routeRoots = new RouteRoots(rules)
  const { open, prepare, release, report, settle } = createGate(site, {
    server: app.server,
    httpVersions: httpVersionsOf(app),
    log: app.log,
    ruledRoutes: routeRoots.ruled,
    serverCreation: 'Fastify({ https: { key, cert, ...httpsOptions(site) } })',
    govern: governing(rules),
    onClose: (release) => { app.addHook('onClose', async () => { await release() }) }
  })

  for (const name of earlierMiddleware(app)) {
    app.log.warn(`${name} was registered before fastify-ce-cert-auth: its middleware can answer requests of ` +
      'certificate roots before they are decided; register fastify-ce-cert-auth first')
  }

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
  app.addHook('onReady', async () => open())

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
    const refusal = refusalOf(decisionOf(request, reply), request.raw, reply.raw)
    done(null, refusal === null ? payload : replaceByRefusal(reply, payload, refusal))
  })

  function gate (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const waiting = decidedRequestOf(request) === null ? prepare(request, reply.raw) : null
    if (waiting === null) answer(request, reply, done)
    else waiting.then(() => answer(request, reply, done))
  }

  function answer (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const { code, location } = decisionOf(request, reply)
    if (location !== null) {
      // No error: Fastify would take it for one of the server, and log it so. The onSend hook makes the answer.
      reply.send()
    } else if (code !== null) {
      done(new errorCodes[code]())
    } else {
      release(reply.raw)
      done()
    }
  }

  /** Made once for each request, by whichever hook comes first. */
  function decisionOf (request: FastifyRequest, reply: FastifyReply): Decision {
    const { decision } = decidedRequestOf(request) ?? settle(request, reply.raw, request)
    return decision
  }
}

/**
 * The plugin: `app.register(ceCertAuth, site)`. The promise is rejected with a TypeError for whatever is wrong with the
 * site.
 */
export const ceCertAuth = fp(plugin, { fastify: '5.x', name: 'fastify-ce-cert-auth' })
