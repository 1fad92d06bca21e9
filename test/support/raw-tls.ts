import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { once } from 'node:events'
import { ResponseReader } from './byte-conversation.js'
import { formatRequest } from './http-messages.js'
import type { ClientResponse, Conversation } from './conversation.js'
import { tlsOptions } from './tls-options.js'

export type TlsEndpoint = Omit<Conversation, 'requests' | 'manner'>

/** A TLS connection whose handshake has begun. */
export function openTls (endpoint: TlsEndpoint, session?: Buffer): TLSSocket {
  return connect({
    ...tlsOptions(endpoint),
    host: '127.0.0.1',
    port: endpoint.port,
    ...(session !== undefined && { session })
  })
}

/** A TLS connection whose handshake is done. */
export async function connectTls (endpoint: TlsEndpoint, session?: Buffer): Promise<TLSSocket> {
  const socket = openTls(endpoint, session)
  await once(socket, 'secureConnect')
  return socket
}

/** Sends bytes as they are, and takes a response to each of these methods. */
export async function exchangeBytes (
  endpoint: TlsEndpoint,
  bytes: string | Uint8Array,
  methods: readonly string[] = ['GET']
): Promise<ClientResponse[]> {
  const socket = await connectTls(endpoint)
  socket.write(bytes)
  const reader = new ResponseReader(socket)
  const responses: ClientResponse[] = []
  for (const method of methods) responses.push(await reader.next(method))
  socket.destroy()
  return responses
}

/** A path exactly as it is written here, which other clients would tidy up first. */
export async function requestRawPath (endpoint: TlsEndpoint, path: string, method = 'GET'): Promise<ClientResponse> {
  const [response] = await exchangeBytes(endpoint, formatRequest({ path, method }), [method])
  return response!
}
