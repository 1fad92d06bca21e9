import type { FastifyRequest } from 'fastify'
import { wantsCertificate } from '../access/client-chain.js'
import { decide, refuse } from '../access/decide.js'
import type { Decision } from '../access/decision.js'
import { Connection } from '../connection/connection.js'
import { AMBIGUOUS, type Governing } from '../site/virtual-roots.js'
import type { Site } from '../site/options.js'
import type { RouteRules } from '../site/route-rules.js'
import { ClientCertificate } from './client-certificate.js'
import type { ClientVerifier } from './client-verifier.js'

/** A decided request. */
export interface Decided {
  readonly decision: Decision
  /** The client's certificate, if it was let in with one. */
  readonly clientCertificate: ClientCertificate | null
  /** No authentication but a certificate may count: a certificate root, or a path that may lie in one. */
  readonly certificateOnly: boolean
}

/** What takes a request's way from its path to its decision. */
export interface RequestDecider {
  /**
   * What governs a request.
   *
   * @throws TypeError if the options of its route are wrong
   */
  readonly govern: (request: FastifyRequest) => Governing
  /** Decides a request. It never throws: what goes wrong on the way refuses the request. */
  readonly decide: (request: FastifyRequest) => Decided
}

export function requestDecider (site: Site, rules: RouteRules, verifier: ClientVerifier): RequestDecider {
  function decideGoverned (request: FastifyRequest, governing: Governing): Decided {
    const connection = new Connection(request.raw)
    const certificateOnly = governing === AMBIGUOUS || wantsCertificate(governing)
    const peer = wantsCertificate(governing) ? connection.peerCertificate : null
    const chain = peer === null ? null : verifier.verify(peer)
    const decision = decide(site, governing, { method: request.method, target: request.originalUrl, connection, chain })
    const entered = peer !== null && chain !== null && decision.admitted
    const clientCertificate = entered ? new ClientCertificate(peer, chain) : null
    return { decision, clientCertificate, certificateOnly }
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
        return { decision, clientCertificate: null, certificateOnly: true }
      }
    }
  }
}

/**
 * Without the query, and with blanks escaped: @fastify/express leaves the whole URL decoded. A blank at the end has no
 * one reading: `new URL` drops it.
 */
function pathOf ({ raw: { url = '' } }: FastifyRequest): string {
  if (!url.startsWith('/')) return url
  const path = url.replace(/[?].*/s, '')
  return path.endsWith(' ') ? path : path.replaceAll(' ', '%20')
}
