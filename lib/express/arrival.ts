import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DecidedRequest } from '../gate/decided-request.js'
import type { Gate } from '../gate/gate.js'
import type { GateRequest, Logger } from '../gate/gate-request.js'
import { refusalOf } from '../gate/refusal.js'
import { makeSealable } from '../gate/response-seal.js'
import { decidedRequestOf } from '../gate/shown-request.js'
import { AMBIGUOUS, type Governing, type VirtualRoots } from '../site/virtual-roots.js'
import { shown, urlOf, type ExpressRequest } from './express-request.js'
import { holdResponse } from './held-response.js'

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
  #decidedMethod = ''

  constructor (request: IncomingMessage, response: ServerResponse, surroundings: Surroundings) {
    this.raw = shown(request)
    this.log = surroundings.log
    this.#response = response
    this.#surroundings = surroundings
    makeSealable(response)
    holdResponse(response, () => refusalOf(this.decide().decision, request, response))
  }

  get method (): string {
    return this.raw.method!
  }

  get url (): string {
    return urlOf(this.raw)
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

  /** What was decided; `null`: nothing yet, or middleware has exchanged what it was decided for. */
  get decided (): DecidedRequest | null {
    const decided = decidedRequestOf(this.raw)
    if (decided === null || !decided.decision.admitted) return decided
    const isSame = this.method === this.#decidedMethod &&
      (this.url === decided.url || this.governing === decided.virtualRoot)
    return isSame ? decided : null
  }

  decide (): DecidedRequest {
    const { decided } = this
    if (decided !== null) return decided
    this.#decidedMethod = this.method
    return this.#surroundings.gate.settle(this, this.#response, this.raw)
  }
}
