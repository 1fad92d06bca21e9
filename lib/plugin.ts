import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import type { Decision, MappedUser } from './access/decision.js'
import { explainer, type Explain } from './access/explain.js'
import type { StartUpReport } from './access/start-up-report.js'
import { errorCodes } from './errors.js'
import { releaseContinue } from './connection/renegotiation/held-continue.js'
import type { ClientCertificate } from './gate/client-certificate.js'
import type { DecisionMessage as DecisionMessageOf } from './gate/decision-channel.js'
import { createGate } from './gate/gate.js'
import { refusalOf } from './gate/refusal.js'
import { serverVariablesOf, type ServerVariables } from './gate/server-variables.js'
import { governing } from './plugin/governing.js'
import { httpVersionsOf } from './plugin/http-versions.js'
import { mutualTlsAdder, type AddMutualTls } from './plugin/open-api.js'
import { replaceByRefusal } from './plugin/refusal.js'
import { RouteRoots, type VirtualRootOf } from './plugin/route-roots.js'
import { checkInstance, checkRoute, earlierMiddleware } from './plugin/start-up-checks.js'
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

/** What subscribers of `fastify-ce-cert-auth:decision` get of a Fastify app. */
export type DecisionMessage = DecisionMessageOf<FastifyRequest>

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
  const rules = new RouteRules(site.virtualRoots)
  const routeRoots = new RouteRoots(rules)
  const { open, prepare, report, settle } = createGate(site, {
    server: app.server,
    httpVersions: httpVersionsOf(app),
    log: app.log,
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
  app.addHook('onReady', async () => open(routeRoots.someOwnWantCertificate))

  const gate: onRequestHookHandler = (request: Kept, reply, done) => {
    const waiting = request[kDecision] == null ? prepare(request, reply.raw) : null
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
    const refusal = refusalOf(decisionOf(request, reply), request.raw, reply.raw)
    done(null, refusal === null ? payload : replaceByRefusal(reply, payload, refusal))
  })

  /** Made once for each request, by whichever hook comes first. */
  function decisionOf (request: Kept, reply: FastifyReply): Decision {
    if (request[kDecision] == null) {
      request[kDecision] = settle(request, reply.raw, request)
      request[kDecidedUrl] = request.raw.url
    }
    return request[kDecision]
  }
}

/**
 * The plugin: `app.register(ceCertAuth, site)`. The promise is rejected with a TypeError for whatever is wrong with the
 * site.
 */
export const ceCertAuth = fp(plugin, { fastify: '5.x', name: 'fastify-ce-cert-auth' })
