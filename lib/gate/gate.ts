import type { IncomingMessage, ServerResponse } from 'node:http'
import { wantsCertificate } from '../access/client-chain.js'
import { startUpReport, type StartUpReport } from '../access/start-up-report.js'
import { holdContinue, releaseContinue } from '../connection/renegotiation/held-continue.js'
import { isLast } from '../connection/renegotiation/last-request.js'
import { answers } from '../errors.js'
import { UrlFlags } from '../site/flags.js'
import type { Site } from '../site/options.js'
import { removeAuthorization } from './authorization.js'
import { certificatePreparation } from './certificate-preparation.js'
import { requestDecider } from './decide-request.js'
import type { DecidedRequest } from './decided-request.js'
import { publishDecision } from './decision-channel.js'
import { DecisionLine } from './decision-line.js'
import type { GateRequest } from './gate-request.js'
import type { GatedApp } from './gated-app.js'
import { observeHandshakes } from './handshakes.js'
import { logStartUp } from './log-start-up.js'
import { createMetrics } from './metrics/metrics.js'
import { prepare, type Preparation } from './preparation.js'
import { observeRequests } from './requests.js'
import { sealResponse } from './response-seal.js'
import { revocationPreparations } from './revocation-preparation.js'
import { checkCertificateHost, checkServer } from './server-checks.js'
import { serverFacts } from './server-facts.js'
import { recordDecided, type ShownRequest } from './shown-request.js'
import { userPreparations } from './user-preparation.js'

/** What stands in front of an app: it takes each request from its arrival to its decision. */
export interface Gate<Request extends GateRequest = GateRequest> {
  /** What each kind of client meets under each virtual root, and at routes that ask for more, with this server. */
  readonly report: () => StartUpReport
  /**
   * Opens the gate, before the server listens.
   *
   * @throws TypeError if the server can't do what the site needs
   */
  readonly open: () => void
  /** What a request has to wait for before it can be decided; `null`: nothing. The promise is never rejected. */
  readonly prepare: (request: Request, response: ServerResponse) => Promise<void> | null
  /**
   * Decides a request, shows handlers what they may know, and sees to it that no response gets out but such as the
   * decision allows. It never throws: what goes wrong on the way refuses the request.
   *
   * @param shown the request as handlers see it
   */
  readonly settle: (
    request: Request, response: ServerResponse, shown: ShownRequest & Pick<IncomingMessage, 'headers'>
  ) => DecidedRequest
  /** Tells the client of an admitted request to send its body, if it waits for that (RFC 9110 §10.1.1). */
  readonly release: (response: ServerResponse) => void
}

/** @throws TypeError if the site can't be set up */
export function createGate<Request extends GateRequest> (site: Site, app: GatedApp<Request>): Gate<Request> {
  const { govern, log, ruledRoutes, server } = app
  const renegotiates = site.acquire === 'renegotiate'
  const metrics = createMetrics(app, site)
  const { verifier } = metrics
  const decider = requestDecider(site, govern, verifier)
  const preparations: ReadonlyArray<Preparation<Request>> = [
    ...renegotiates ? [certificatePreparation(site)] : [],
    ...revocationPreparations(app, site, verifier),
    ...userPreparations(site, decider)
  ]
  const report = (): StartUpReport => startUpReport(site, serverFacts(app), ruledRoutes)

  for (const warning of site.warnings) log.warn(warning)

  return {
    report,

    open () {
      checkCertificateHost(app, site)
      logStartUp(app, report())
      const rules = [...site.virtualRoots, ...ruledRoutes.map(({ rule }) => rule)]
      if (!rules.some(wantsCertificate)) return
      checkServer(app, site)
      if (renegotiates) {
        observeRequests(server)
        holdContinue(server)
      }
      // Last, to be the first at each connection: what came with a certificate is shown once.
      observeHandshakes(server, verifier, log)
    },

    prepare (request, response) {
      if (preparations.length === 0) return null
      try {
        return prepare(preparations, request, response, govern(request))
      } catch {
        // What went wrong is what the decision meets too: it logs it, and refuses.
        return null
      }
    },

    settle (request, response, shown) {
      const decided = decider.decide(request)
      const { decision, certificateOnly } = decided
      const { virtualRoot, admitted, code, subStatus } = decision
      recordDecided(shown, decided)
      if (certificateOnly) removeAuthorization(request.raw, shown)
      sealResponse(response, {
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
      publishDecision(decision, shown)
      return decided
    },

    release (response) {
      if (renegotiates) releaseContinue(response)
    }
  }
}
