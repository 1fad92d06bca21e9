import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Decision } from '../access/decision.js'
import { hasBody } from '../connection/has-body.js'
import { lingeringPayload } from '../connection/lingering-payload.js'
import { isContinueHeld } from '../connection/renegotiation/held-continue.js'
import { answers } from '../errors.js'

/** What a refused client is answered, and nothing besides. */
export interface Refusal {
  readonly statusCode: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | Readable
}

/** The answer to a request that was refused; `null` if it was admitted. */
export function refusalOf (
  { code, location }: Pick<Decision, 'code' | 'location'>, request: IncomingMessage, response: ServerResponse
): Refusal | null {
  if (code === null) return null
  const { statusCode, subStatus, message } = answers[code]
  const body = JSON.stringify({ statusCode, code, error: STATUS_CODES[statusCode], message, subStatus })
  return {
    statusCode,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      ...location !== null && { location }
    },
    payload: isStillSent(request, response) ? lingeringPayload(body, request) : body
  }
}

/** Whether the client may be sending a body. In HTTP/2 nothing of that is in the way of the answer. */
function isStillSent (request: IncomingMessage, response: ServerResponse): boolean {
  return request.httpVersionMajor === 1 && !request.complete && hasBody(request) && !isContinueHeld(response)
}
