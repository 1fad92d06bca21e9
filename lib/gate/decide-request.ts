import { wantsCertificate } from '../access/client-chain.js'
import { decide, refuse } from '../access/decide.js'
import type { Decision } from '../access/decision.js'
import { Connection } from '../connection/connection.js'
import { AMBIGUOUS, type Governing } from '../site/virtual-roots.js'
import type { Site } from '../site/options.js'
import type { CertificateChain } from '../trust/chain.js'
import { isWithin } from '../trust/path/unchanging-period.js'
import type { ClientVerifier } from './client-verifier.js'
import { DecidedRequest } from './decided-request.js'
import type { GateRequest } from './gate-request.js'
import type { GatedApp } from './gated-app.js'
import { RememberedDecisions } from './remembered-decisions.js'
import { awaitsRevocation } from './revocation-preparation.js'
import { mapUserAnswerOf } from './user-preparation.js'

/** What takes a request's way from its path to its decision. */
export interface RequestDecider<Request extends GateRequest = GateRequest> {
  /** Decides a request. It never throws: what goes wrong on the way refuses the request. */
  readonly decide: (request: Request) => DecidedRequest
}

export function requestDecider<Request extends GateRequest> (
  site: Site, govern: GatedApp<Request>['govern'], verifier: ClientVerifier
): RequestDecider<Request> {
  const decisions = new RememberedDecisions(site)

  function decideGoverned (request: GateRequest, governing: Governing): DecidedRequest {
    const connection = new Connection(request.raw)
    const remembered = decisions.find(connection, governing, request.method)
    const decision = decisionOf(request, connection, governing, remembered)
    return new DecidedRequest(request, decision, governing, decision === remembered)
  }

  function decisionOf (
    request: GateRequest, connection: Connection, governing: Governing, remembered: Decision | null
  ): Decision {
    if (remembered === null) return decideAnew(request, connection, governing)
    if (remembered.chain === null) return remembered
    const time = site.clock()
    return holdsAt(remembered.chain, time) ? remembered : decideAnew(request, connection, governing, time)
  }

  function decideAnew (
    { method, originalUrl: target, raw }: GateRequest, connection: Connection, governing: Governing, time?: Date
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

  return {
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
