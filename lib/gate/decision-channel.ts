import { channel } from 'node:diagnostics_channel'
import type { Decision } from '../access/decision.js'
import type { ShownRequest } from './shown-request.js'

/** What subscribers of `fastify-ce-cert-auth:decision` get; `Request` is that of the framework. */
export interface DecisionMessage<Request = ShownRequest> {
  readonly decision: Decision
  /** Decided already, and not yet with a handler; its decorators are set. */
  readonly request: Request
}

const decisions = channel('fastify-ce-cert-auth:decision')

/**
 * Tells a decision to whoever has subscribed to it with node:diagnostics_channel. They can't change it, nor make it
 * fail: Node throws what a subscriber throws outside of the request, as an uncaught exception.
 */
export function publishDecision (decision: Decision, request: ShownRequest): void {
  if (decisions.hasSubscribers) decisions.publish({ decision, request } satisfies DecisionMessage)
}
