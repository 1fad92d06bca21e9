import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Acquisition } from '../../site/acquisition.js'
import type { Site } from '../../site/options.js'
import { hasBody } from '../has-body.js'
import { HeldBody } from './held-body.js'
import { isContinueHeld } from './held-continue.js'
import type { RenegotiableConnection } from './renegotiable-connection.js'

/** Milliseconds in which a handshake may still end after too much of a body came: nothing can be answered in it. */
const handshakeGrace = 5000

/** A request that needs a certificate which its connection does not have. */
export interface AskingRequest {
  readonly connection: RenegotiableConnection
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The path of the certificate root that it enters. */
  readonly root: string
}

/** What is known without asking the client; `null`: it has to be asked. */
export function foregoneAcquisition ({ connection, request, root }: AskingRequest): Acquisition | null {
  if (!connection.isInTime(request)) return 'pipelined'
  if (connection.hasDeclined(root)) return 'asked'
  return connection.isExhausted ? 'exhausted' : null
}

/** Asks the client for its certificate in the middle of its request, and keeps the body meanwhile. */
export async function acquireCertificate (
  asking: AskingRequest, { postReadSize, renegotiationTimeout }: Pick<Site, 'postReadSize' | 'renegotiationTimeout'>,
  grace = handshakeGrace
): Promise<Acquisition> {
  const { connection, request, response, root } = asking
  if (postReadSize === 0 && hasBody(request) && !isContinueHeld(response)) {
    request.resume()
    return 'bodyTooLarge'
  }
  await turnOf(asking)
  // Not within the event that brought the request: what OpenSSL has read already would come out of order.
  await setImmediate()
  // Requests in front of this one may have met the client in the meantime.
  const foregone = foregoneAcquisition(asking)
  if (foregone !== null) return foregone

  const body = new HeldBody(request, postReadSize)
  const answer = connection.ask(request, root, renegotiationTimeout)
  const first = await Promise.race([answer, body.overflow])
  if (first === undefined) {
    await atMost(grace, answer)
    return 'bodyTooLarge'
  }
  body.release(response)
  return first === 'obtained' || first === 'declined' ? 'asked' : first
}

/** Waits until the responses to earlier requests are out: none may be written in the middle of a handshake. */
async function turnOf ({ connection, request: { socket }, response }: AskingRequest): Promise<void> {
  if (response.socket !== null || socket.destroyed) return
  await connection.waitInTurn(once(response, 'socket'))
}

async function atMost (milliseconds: number, event: Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  await Promise.race([event, setTimeout(milliseconds, undefined, timer)])
  timer.abort()
}
