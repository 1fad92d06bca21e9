import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Decision } from '../access/decision.js'
import type { Gate } from '../gate/gate.js'
import type { GateRequest, Logger, VisibleRequest } from '../gate/gate-request.js'
import { refusalOf } from '../gate/refusal.js'
import { makeSealable } from '../gate/response-seal.js'
import { serverVariablesOf, type ServerVariables } from '../gate/server-variables.js'
import { AMBIGUOUS, type Governing, type VirtualRoots } from '../site/virtual-roots.js'
import { holdResponse } from './held-response.js'

/** A message, and what Express adds to it. */
export interface ExpressRequest extends IncomingMessage, VisibleRequest {
  /** What routers have cut off from `url`, those that the request is in at the moment. */
  readonly baseUrl?: string
  readonly originalUrl?: string
}

/** What there is for all requests of a server. */
export interface Surroundings {
  readonly gate: Gate<Arrival>
  readonly virtualRoots: VirtualRoots
  readonly log: Logger
}

/**
 * A request that has arrived. Nothing of its response gets out before it is decided, whether or not it finds its way to
 * the middleware: something else can be in front of that, or it can be mounted where only some requests come.
 */
export class Arrival implements GateRequest {
  readonly raw: ExpressRequest
  readonly log: Logger
  readonly #response: ServerResponse
  readonly #surroundings: Surroundings
  #decision: Decision | null = null
  #decidedMethod = ''

  constructor (request: IncomingMessage, response: ServerResponse, surroundings: Surroundings) {
    const raw = this.raw = Object.assign(request, { virtualRoot: null, pseudoUser: null, clientCertificate: null })
    let serverVariables: ServerVariables | null = null
    Object.defineProperty(raw, 'serverVariables', {
      configurable: true,
      get: () => {
        serverVariables ??= this.#serverVariables()
        return serverVariables
      }
    })
    this.log = surroundings.log
    this.#response = response
    this.#surroundings = surroundings
    makeSealable(response)
    holdResponse(response, () => refusalOf(this.decide(), raw, response))
  }

  get method (): string {
    return this.raw.method!
  }

  /** The whole path that Express routes by, with its query. In absolute-form a router cuts behind the authority. */
  get url (): string {
    const { baseUrl = '', url } = this.raw
    return url!.replace(/^(?:https?:\/\/[^/?#]*)?/i, (origin) => origin + baseUrl)
  }

  get originalUrl (): string {
    return this.raw.originalUrl ?? this.raw.url!
  }

  /** What the client has asked for and what Express routes by now must be of one root. */
  get governing (): Governing {
    const { url, originalUrl } = this
    const { virtualRoots } = this.#surroundings
    const root = virtualRoots.govern(originalUrl)
    return url === originalUrl || virtualRoots.govern(url) === root ? root : AMBIGUOUS
  }

  /** The decision, if there is one, and it stands: middleware may have exchanged what it was made for. */
  get decision (): Decision | null {
    if (this.#decision === null || !this.#decision.admitted) return this.#decision
    const stands = this.#decidedMethod === this.method && this.#decision.virtualRoot === this.governing
    return stands ? this.#decision : null
  }

  #serverVariables (): ServerVariables {
    const { method, url, raw, raw: { pseudoUser, clientCertificate } } = this
    return serverVariablesOf({ raw, method, url, pseudoUser, clientCertificate })
  }

  decide (): Decision {
    const decision = this.decision ?? this.#surroundings.gate.settle(this, this.#response, this.raw)
    this.#decision = decision
    this.#decidedMethod = this.method
    return decision
  }
}
