import type { MappedUser } from '../access/decision.js'
import type { VirtualRoot } from '../site/virtual-roots.js'
import type { ClientCertificate } from './client-certificate.js'
import type { DecidedRequest } from './decided-request.js'
import type { GateRequest } from './gate-request.js'
import { serverVariablesOf, type ServerVariables } from './server-variables.js'

/** What handlers see of a request, whatever their framework is. */
export interface ShownRequest {
  /** What governs the request's path, tightened by the route's own options; `null` if nothing does. */
  readonly virtualRoot: VirtualRoot | null
  /** The user that the certificate maps to; `null` if none was mapped. */
  readonly pseudoUser: MappedUser | null
  /** The client's certificate; `null` if the virtual root asks for none or none came. */
  readonly clientCertificate: ClientCertificate | null
  /** The request's facts under the names that ISAPI extensions know. Made on first use. */
  readonly serverVariables: ServerVariables
}

/** A getter for each, to be called on the framework's request. */
export type ShownGetters<Request> = {
  readonly [Name in keyof ShownRequest]: (this: Request) => ShownRequest[Name]
}

/** The one property that each request has of us, for frameworks that lay out their requests beforehand. */
export const kDecided = Symbol('fastify-ce-cert-auth.decided')
const kServerVariables = Symbol('fastify-ce-cert-auth.serverVariables')

/** What is kept on the framework's request; all that handlers see is read from it. */
interface Kept {
  [kDecided]?: DecidedRequest | null
  [kServerVariables]?: ServerVariables
}

/** What was decided of a request; `null`: nothing yet. */
export function decidedRequestOf (request: object): DecidedRequest | null {
  return (request as Kept)[kDecided] ?? null
}

/** Says what was decided of a request, in the place of what was decided before; `null`: it is to be decided again. */
export function recordDecided (request: object, decided: DecidedRequest | null): void {
  (request as Kept)[kDecided] = decided
}

/** @param factsOf what node:http knows of the framework's request */
export function shownGetters<Request extends object> (
  factsOf: (request: Request) => Pick<GateRequest, 'raw' | 'method' | 'url'>
): ShownGetters<Request> {
  return {
    virtualRoot () { return decidedRequestOf(this)?.virtualRoot ?? null },
    pseudoUser () { return decidedRequestOf(this)?.pseudoUser ?? null },
    clientCertificate () { return decidedRequestOf(this)?.clientCertificate ?? null },
    serverVariables () {
      const kept: Kept = this
      kept[kServerVariables] ??= serverVariablesOf(factsOf(this), decidedRequestOf(this))
      return kept[kServerVariables]
    }
  }
}
