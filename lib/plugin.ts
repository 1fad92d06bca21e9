import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { wantsCertificate } from './access/client-chain.js'
import type { Decision, MappedUser } from './access/decision.js'
import { explainer, type Explain } from './access/explain.js'
import { errorCodes } from './errors.js'
import { removeAuthorization } from './plugin/authorization.js'
import type { ClientCertificate } from './plugin/client-certificate.js'
import { requestDecider } from './plugin/decide-request.js'
import { DecisionLine } from './plugin/decision-line.js'
import { replaceByRefusal, withSubStatus } from './plugin/refusal.js'
import { sealResponse } from './plugin/response-seal.js'
import { serverVariablesOf, type ServerVariables } from './plugin/server-variables.js'
import { checkRoute, checkServer, earlierMiddleware } from './plugin/start-up-checks.js'
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
const kServerVariables = Symbol('fastify-ce-cert-auth.serverVariables')

/** What the plugin keeps on a request for itself. */
interface Kept extends FastifyRequest {
  [kDecision]: Decision | null
  [kServerVariables]: ServerVariables | null
}

async function plugin (app: FastifyInstance, options: SiteOptions): Promise<void> {
  const site = createSite(options)
  if (site.acquire === 'renegotiate') {
    throw new TypeError('acquire: \'renegotiate\' is not available in this version; use \'handshake\'')
  }
  const rules = new RouteRules(site.virtualRoots)
  const decideRequest = requestDecider(site, rules)
  let mustAsk = [...site.virtualRoots].some(wantsCertificate)

  for (const warning of site.warnings) app.log.warn(warning)
  for (const name of earlierMiddleware(app)) {
    app.log.warn(`${name} was registered before fastify-ce-cert-auth: its middleware can answer requests of certificate ` +
      'roots before they are decided; register fastify-ce-cert-auth first')
  }

  app.decorate('ceCertAuth', { explain: explainer(site, rules) })
  app.decorateRequest('virtualRoot', null)
  app.decorateRequest('pseudoUser', null)
  app.decorateRequest('clientCertificate', null)
  app.decorateRequest(kDecision, null)
  app.decorateRequest(kServerVariables, null)
  app.decorateRequest('serverVariables', {
    getter () {
      const kept = this as Kept
      kept[kServerVariables] ??= serverVariablesOf(kept)
      return kept[kServerVariables]
    }
  })

  app.addHook('onRoute', ({ url, config }) => {
    if (config?.ceCertAuth === undefined) return
    const { rule, vain } = checkRoute(rules, url, config.ceCertAuth)
    for (const sentence of vain) app.log.warn(sentence)
    mustAsk ||= wantsCertificate(rule)
  })
  app.addHook('onReady', async () => {
    if (mustAsk) checkServer(app)
  })

  app.addHook('onRequest', (request, reply, done) => {
    const { code } = settle(request as Kept, reply)
    done(code === null ? undefined : new errorCodes[code]())
  })

  // A reply that an earlier hook has made arrives here undecided: the decision is made now, and goes before the reply.
  app.addHook('onSend', (request, reply, payload, done) => {
    const kept = request as Kept
    const early = kept[kDecision] === null
    const { code } = kept[kDecision] ?? settle(kept, reply)
    if (code === null) return done(null, payload)
    // An app may word its refusals as it likes, but it can't make a success of one.
    const worded = !early && reply.statusCode >= 300
    done(null, worded ? withSubStatus(payload, code) : replaceByRefusal(reply, payload, code))
  })

  function settle (request: Kept, reply: FastifyReply): Decision {
    const { decision, clientCertificate, certificateOnly } = decideRequest(request)
    const { virtualRoot, pseudoUser, admitted, code, subStatus } = decision
    request[kDecision] = decision
    request.virtualRoot = virtualRoot
    if (certificateOnly) removeAuthorization(request.raw)
    sealResponse(reply.raw, {
      noChallenge: certificateOnly,
      noStore: virtualRoot !== null && (virtualRoot.permissions & UrlFlags.DONT_CACHE) !== 0
    })
    if (admitted) {
      request.pseudoUser = pseudoUser
      request.clientCertificate = clientCertificate
      if (virtualRoot !== null) request.log.debug({ ceCertAuth: new DecisionLine(decision) }, 'admitted')
    } else {
      request.log.warn({ ceCertAuth: new DecisionLine(decision) }, `refused: ${subStatus} ${code}`)
    }
    return decision
  }
}

/**
 * The plugin: `app.register(ceCertAuth, site)`. The promise is rejected with a TypeError for whatever is wrong with the
 * site.
 */
export const ceCertAuth = fp(plugin, { fastify: '5.x', name: 'fastify-ce-cert-auth' })
