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
  /** What the connection can be resumed with, whatever its name; OpenSSL makes none with a large certificate. */
  session: Buffer | undefined
}

/** Requests on one connection, which resumes a session or makes one. */
export async function visit (
  endpoint: TlsEndpoint, requests: readonly ClientRequest[], session?: Buffer
): Promise<Visit> {
  if (endpoint.http === 'h2') return onOneConnection({ ...endpoint, requests }, session)
  return inHttp1(endpoint, requests, session)
}

async function inHttp1 (endpoint: TlsEndpoint, requests: readonly ClientRequest[], resumed?: Buffer): Promise<Visit> {
  const socket = openTls(endpoint, resumed)
  let session = resumed
  socket.on('session', (ticket) => { session = ticket })
  await once(socket, 'secureConnect')
  const responses = await converseInBytes({ readable: socket, writable: socket }, requests)
  socket.destroy()
  return { responses, session }
}
