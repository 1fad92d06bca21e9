import { once } from 'node:events'
import { converseInBytes } from './byte-conversation.js'
import type { ClientRequest, ClientResponse } from './conversation.js'
import { onOneConnection } from './node-http2-client.js'
import { openTls } from './raw-tls.js'
import type { TlsEndpoint } from './raw-tls.js'

/** A connection of its own, and what it left behind. */
export interface Visit {
  /** To each request, in their order. */
  responses: ClientResponse[]
  /** What the connection can be resumed with, whatever name it is resumed under. */
  session: Buffer
}

/** Requests on one connection, which resumes a session or makes one. */
export async function visit (
  endpoint: TlsEndpoint, requests: readonly ClientRequest[], session?: Buffer
): Promise<Visit> {
  const { responses, session: left } = endpoint.http === 'h2'
    ? await onOneConnection({ ...endpoint, requests }, session)
    : await inHttp1(endpoint, requests, session)
  if (left === undefined) throw new Error('the server gave no session to resume')
  return { responses, session: left }
}

async function inHttp1 (endpoint: TlsEndpoint, requests: readonly ClientRequest[], resumed?: Buffer) {
  const socket = openTls(endpoint, resumed)
  let session = resumed
  socket.on('session', (ticket) => { session = ticket })
  await once(socket, 'secureConnect')
  const responses = await converseInBytes({ readable: socket, writable: socket }, requests)
  socket.destroy()
  return { responses, session }
}
