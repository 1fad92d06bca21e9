import { STATUS_CODES } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { answers, type ErrorCode } from '../errors.js'

/** The body of a refusal: Fastify's error body, and the sub-status. */
function refusalBody (code: ErrorCode): string {
  const { statusCode, subStatus, message } = answers[code]
  return JSON.stringify({ statusCode, code, error: STATUS_CODES[statusCode], message, subStatus })
}

/** Puts a refusal in the place of a reply that somebody else has made, and leaves nothing of that reply. */
export function replaceByRefusal (reply: FastifyReply, payload: unknown, code: ErrorCode): string {
  discard(payload)
  for (const name of Object.keys(reply.getHeaders())) {
    reply.removeHeader(name)
    reply.raw.removeHeader(name)
  }
  reply.code(answers[code].statusCode).type('application/json; charset=utf-8')
  return refusalBody(code)
}

/**
 * Fastify's own error handler writes the known members of an error alone. Its body is exchanged for the one with the
 * sub-status; what an app's error handler has written stays as it is.
 */
export function withSubStatus (payload: unknown, code: ErrorCode): unknown {
  const { statusCode, message } = answers[code]
  const plain = JSON.stringify({ statusCode, code, error: STATUS_CODES[statusCode], message })
  return payload === plain ? refusalBody(code) : payload
}

function discard (payload: unknown): void {
  if (payload instanceof Readable) {
    payload.destroy()
  } else if (payload instanceof ReadableStream && !payload.locked) {
    // How the source takes the news is its own affair: its reply is gone.
    payload.cancel().catch(() => undefined)
  }
}
