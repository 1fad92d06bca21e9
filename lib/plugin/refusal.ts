import { STATUS_CODES } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { hasBody } from '../connection/has-body.js'
import { lingeringPayload } from '../connection/lingering-payload.js'
import { isContinueHeld } from '../connection/renegotiation/held-continue.js'
import { answers, type ErrorCode } from '../errors.js'

/**
 * Puts a refusal in the place of a reply, whoever has made it, and leaves nothing of that reply.
 *
 * @param location where the request is sent instead; `null`: nowhere
 */
export function replaceByRefusal (
  reply: FastifyReply, payload: unknown, code: ErrorCode, location: string | null
): string | Readable {
  discard(payload)
  for (const name of Object.keys(reply.getHeaders())) {
    reply.removeHeader(name)
    reply.raw.removeHeader(name)
  }
  const { statusCode, subStatus, message } = answers[code]
  reply.code(statusCode).type('application/json; charset=utf-8')
  if (location !== null) reply.header('location', location)
  const body = JSON.stringify({ statusCode, code, error: STATUS_CODES[statusCode], message, subStatus })
  if (!isStillSent(reply)) return body
  reply.header('content-length', Buffer.byteLength(body))
  return lingeringPayload(body, reply.request.raw)
}

/** Whether the client may be sending a body. In HTTP/2 nothing of that is in the way of the answer. */
function isStillSent ({ raw, request: { raw: message } }: FastifyReply): boolean {
  return message.httpVersionMajor === 1 && message.complete === false && hasBody(message) && !isContinueHeld(raw)
}

function discard (payload: unknown): void {
  if (payload instanceof Readable) {
    payload.destroy()
  } else if (payload instanceof ReadableStream && !payload.locked) {
    // How the source takes the news is its own affair: its reply is gone.
    payload.cancel().catch(() => undefined)
  }
}
