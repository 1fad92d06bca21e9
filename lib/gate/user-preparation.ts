import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Decision } from '../access/decision.js'
import type { MapUserAnswer } from '../access/map-user.js'
import type { MapUser } from '../site/map-user.js'
import type { Site } from '../site/options.js'
import { show } from '../validation.js'
import type { RequestDecider } from './decide-request.js'
import type { GateRequest } from './gate-request.js'
import type { Preparation } from './preparation.js'
import { x509Certificate } from './x509-certificate.cjs'

const answers = new WeakMap<IncomingMessage | Http2ServerRequest, MapUserAnswer>()

/** What `mapUser` has answered for a request; `null`: it was not asked. */
export function mapUserAnswerOf (request: IncomingMessage | Http2ServerRequest): MapUserAnswer | null {
  return answers.get(request) ?? null
}

/** What requests of a site with `mapUser` wait for: its answer. */
export function userPreparations<Request extends GateRequest> (
  site: Site, decider: Pick<RequestDecider<Request>, 'decide'>
): ReadonlyArray<Preparation<Request>> {
  const { mapUser, mapUserTimeout } = site
  return mapUser === null ? [] : [userPreparation(mapUser, mapUserTimeout, decider)]
}

/** Asks `mapUser`, where a request would be admitted but for its answer. */
export function userPreparation<Request extends GateRequest> (
  mapUser: MapUser, timeout: number, decider: Pick<RequestDecider<Request>, 'decide'>
): Preparation<Request> {
  return function askMapUser (request) {
    const { decision } = decider.decide(request)
    // Refused for want of an answer, all else is decided: there is a user, and a certificate that maps to it.
    if (decision.code === null || decision.steps.at(-1)!.step !== 'mapUser') return null
    return askForUser(mapUser, timeout, decision).then(({ failure, ...given }) => {
      answers.set(request.raw, given)
      if (failure !== null) request.log.error(new Error('mapUser failed, the request is refused', { cause: failure }))
    })
  }
}

/** What `mapUser` answers, and why it does not if it fails. */
export interface AskedAnswer extends MapUserAnswer {
  readonly failure: Error | null
}

/** Asks `mapUser` about the user and the certificate of a decision that has both. */
export async function askForUser (
  mapUser: MapUser, timeout: number, { chain, pseudoUser }: Decision
): Promise<AskedAnswer> {
  const { name, groups } = pseudoUser!
  const leaf = chain!.elements[0]!.certificate
  const about = { user: name, fingerprint256: leaf.fingerprint256 }
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), timeout).unref()
  let failure: Error
  try {
    const certificate = x509Certificate(leaf.raw)
    const asked = mapUser(certificate, Object.freeze({ name, groups }), { signal: over.signal })
    const late = once(over.signal, 'abort').then(() => { throw new Error(`no answer within ${timeout} ms`) })
    const answered: unknown = await Promise.race([asked, late])
    // Any other value that counts as true is a mistake, and mistakes admit nobody.
    return { allowed: answered === true, reason: `mapUser answered ${show(answered)}`, about, failure: null }
  } catch (error) {
    failure = causeOf(error)
  } finally {
    clearTimeout(timer)
    over.abort()
  }
  return { allowed: false, reason: 'mapUser failed', about, failure }
}

/** Whatever was thrown, as an error that the log can write. */
function causeOf (thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(show(thrown))
}
