import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { MappedUser } from '../access/decision.js'
import type { VirtualRoot } from '../site/virtual-roots.js'
import type { ClientCertificate } from './client-certificate.js'
import type { DecidedRequest } from './decided-request.js'
import { serverVariablesOf, type ServerVariables } from './server-variables.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** What governs the request's path, tightened by the route's own options; `null` if nothing does. */
    readonly virtualRoot: VirtualRoot | null
    /** The user that the certificate maps to; `null` if none was mapped. */
    readonly pseudoUser: MappedUser | null
    /** The client's certificate; `null` if the virtual root asks for none or none came. */
    readonly clientCertificate: ClientCertificate | null
    /** The request's facts under the names that ISAPI extensions know. Made on first use. */
    readonly serverVariables: ServerVariables
  }
}

const kDecided = Symbol('fastify-ce-cert-auth.decided')
const kServerVariables = Symbol('fastify-ce-cert-auth.serverVariables')

/** What the plugin keeps on a request; a child context that was there before it starts with nothing. */
interface Kept extends FastifyRequest {
  [kDecided]?: DecidedRequest | null
  [kServerVariables]?: ServerVariables
}

/**
 * What handlers see. All of it is read from the one property that each request has of us: Fastify lays every other on
 * every request, at some 50 ns each.
 */
export function decorateRequests (app: FastifyInstance): void {
  app.decorateRequest(kDecided, null)
  app.decorateRequest('virtualRoot', { getter () { return decidedRequestOf(this)?.virtualRoot ?? null } })
  app.decorateRequest('pseudoUser', { getter () { return decidedRequestOf(this)?.pseudoUser ?? null } })
  app.decorateRequest('clientCertificate', { getter () { return decidedRequestOf(this)?.clientCertificate ?? null } })
  app.decorateRequest('serverVariables', {
    getter () {
      const kept = this as Kept
      kept[kServerVariables] ??= serverVariablesOf(kept)
      return kept[kServerVariables]
    }
  })
}

/** What was decided of a request; `null`: nothing yet. */
export function decidedRequestOf (request: Kept): DecidedRequest | null {
  return request[kDecided] ?? null
}

/** Says what was decided of a request, in the place of what was decided before; `null`: it is to be decided again. */
export function recordDecided (request: Kept, decided: DecidedRequest | null): void {
  request[kDecided] = decided
}
