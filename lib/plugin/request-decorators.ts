import type { FastifyInstance, FastifyRequest } from 'fastify'
import { kDecided, shownGetters } from '../gate/shown-request.js'

/**
 * What handlers see. All of it is read from the one property that each request has of us: Fastify lays every other on
 * every request, at some 50 ns each. In a child context that was there before it, requests start without.
 */
export function decorateRequests (app: FastifyInstance): void {
  const { virtualRoot, pseudoUser, clientCertificate, serverVariables } = shownGetters<FastifyRequest>((same) => same)
  app.decorateRequest(kDecided, null)
  app.decorateRequest('virtualRoot', { getter: virtualRoot })
  app.decorateRequest('pseudoUser', { getter: pseudoUser })
  app.decorateRequest('clientCertificate', { getter: clientCertificate })
  app.decorateRequest('serverVariables', { getter: serverVariables })
}
