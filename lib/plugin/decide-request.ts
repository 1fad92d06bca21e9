import type { FastifyRequest } from 'fastify'
import { wantsCertificate } from '../access/client-chain.js'
import { decide, refuse } from '../access/decide.js'
import type { Decision } from '../access/decision.js'
import { Connection } from '../connection/connection.js'
import { AMBIGUOUS, type Governing } from '../site/virtual-roots.js'
import type { Site } from '../site/options.js'
import type { RouteRules } from '../site/route-rules.js'
import type { CertificateChain } from '../trust/chain.js'
import { isWithin } from '../trust/path/unchanging-period.js'
import type { ClientVerifier } from './client-verifier.js'
import { DecidedRequest } from './decided-request.js'
import { RememberedDecisions } from './remembered-decisions.js'
import { awaitsRevocation } from './revocation-preparation.js'
import { mapUserAnswerOf } from './user-preparation.js'

/** What takes a request's way from its path to its decision. */
export interface RequestDecider {
  /**
   * What governs a request.
   *
   * @throws TypeError if the options of its route are wrong
   */
  readonly govern: (request: FastifyRequest) => Governing
  /** Decides a request. It never throws: what goes wrong on the way refuses the request. */
  readonly decide: (request: FastifyRequest) => DecidedRequest
}

export function requestDecider (site: Site, rules: RouteRules, verifier: ClientVerifier): RequestDecider {
  const decisions = new RememberedDecisions(site)

  function decideGoverned (request: FastifyRequest, governing: Governing): DecidedRequest {
    const connection = new Connection(request.raw)
    const remembered = decisions.find(connection, governing, request.method)
    const decision = decisionOf(request, connection, governing, remembered)
    return new DecidedRequest(request, decision, governing, decision === remembered)
  }

  function decisionOf (
    request: FastifyRequest, connection: Connection, governing: Governing, remembered: Decision | null
  ): Decision {
    if (remembered === null) return decideAnew(request, connection, governing)
    if (remembered.chain === null) return remembered
    const time = site.clock()
    return holdsAt(remembered.chain, time) ? remembered : decideAnew(request, connection, governing, time)
  }

  function decideAnew (
    { method, originalUrl: target, raw }: FastifyRequest, connection: Connection, governing: Governing, time?: Date
  ): Decision {
    const peer = wantsCertificate(governing) ? connection.peerCertificate : null
    const chain = peer === null ? null : verifier.verify(peer, time)
    const decision = decide(site, governing, {
      method,
      target,
      connection,
      chain,
      mapUserAnswer: mapUserAnswerOf(raw),
      awaitsRevocation: awaitsRevocation(site, raw)
    })
    decisions.add(connection, governing, method, decision)
    return decision
  }

  function govern (request: FastifyRequest): Governing {
    return rules.govern(pathOf(request), request.routeOptions)
  }

  return {
    govern,
    decide (request) {
      try {
        return decideGoverned(request, govern(request))
      } catch (error) {
        request.log.error(error, 'the request could not be decided, and is refused')
        const decision = refuse('FST_CE_CERT_UNTRUSTED', 'the decision failed')
        return new DecidedRequest(request, decision, AMBIGUOUS, false)
      }
    }
  }
}

/** Whether a chain is what the engine would answer at that time, if it is one. */
function holdsAt ({ period }: CertificateChain, time: unknown): boolean {
  return time instanceof Date && isWithin(period, time.getTime())
}

/**
 * Without the query, and with blanks escaped: @fastify/express leaves the whole URL decoded. A blank at the end has no
 * one reading: `new URL` drops it.
 */
function pathOf ({ raw: { url = '' } }: FastifyRequest): string {
  if (!url.startsWith('/')) return url
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  return path.endsWith(' ') || !path.includes(' ') ? path : path.replaceAll(' ', '%20')
}
