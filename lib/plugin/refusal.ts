import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Refusal } from '../gate/refusal.js'

/** Puts a refusal in the place of a reply, whoever has made it, and leaves nothing of that reply. */
export function replaceByRefusal (
  reply: FastifyReply, replaced: unknown, { statusCode, headers, payload }: Refusal
): Refusal['payload'] {
  discard(replaced)
  for (const name of Object.keys(reply.getHeaders())) {
    reply.removeHeader(name)
    reply.raw.removeHeader(name)
  }
  reply.code(statusCode).headers(headers)
  return payload
}

function discard (payload: unknown): void {
  if (payload instanceof Readable) {
    payload.destroy()
  } else if (payload instanceof ReadableStream && !payload.locked) {
    // How the source takes the news is its own affair: its reply is gone.
    payload.cancel().catch(() => undefined)
  }
}
