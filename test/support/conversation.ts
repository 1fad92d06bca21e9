import type { Identity } from './pki.js'

/**
 * How the requests of a conversation are carried: each on a connection of its own with a full handshake, all on one
 * connection, or each on a connection of its own that resumes the session of the first.
 */
export type Manner = 'fresh' | 'kept-alive' | 'resumed'

export type HttpVersion = 'http/1.1' | 'h2'
export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'

export interface ClientRequest {
  path: string
  /** Default: `GET`. */
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Sends the body when the server says `100 Continue` (RFC 9110 §10.1.1). Default: at once. */
  expectContinue?: boolean
}

/** What a client sends of itself in the handshake, and the key that it proves to have. */
export type ClientIdentity = Pick<Identity, 'pem' | 'intermediatesPem' | 'chainPem' | 'keyPem'>

/** What one client says to one server. */
export interface Conversation {
  port: number
  requests: readonly ClientRequest[]
  /** Default: no client certificate. */
  identity?: ClientIdentity | null
  /** Default: `fresh`. */
  manner?: Manner
  /** `null`: plain HTTP. Default: `TLSv1.3`. */
  tls?: TlsVersion | null
  /** Default: `http/1.1`. */
  http?: HttpVersion
  /** SNI. Default: none is sent. */
  servername?: string
  /** Offers a cipher suite of TLS 1.2 that does not encrypt, and no other. */
  withoutEncryption?: boolean
}

/** A response as its client received it; header names in lower case. */
export interface ClientResponse {
  status: number
  headers: Record<string, string>
  body: string
  /** The body's value where its type is JSON, else an empty object. */
  json: Record<string, unknown>
}

/** A program, or a module of Node, that speaks HTTPS. */
export interface Client {
  name: string
  http: readonly HttpVersion[]
  /** Absent where nothing must be installed. */
  program?: { name: string, debianPackage: string }
  converse (t: Teardown, conversation: Conversation): Promise<ClientResponse[]>
}

/** A client that gave up, in its own words. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure'
}

/** What the helpers here need of a tap test. */
export interface Teardown {
  teardown (handler: () => void | Promise<void>): void
}

/** Header lines may repeat: their values are joined as RFC 9110 §5.3 says. */
export function clientResponse (
  status: number,
  headerLines: Iterable<readonly [name: string, value: string]>,
  body: string
): ClientResponse {
  const headers: Record<string, string> = {}
  for (const [name, value] of headerLines) {
    const earlier = headers[name.toLowerCase()]
    headers[name.toLowerCase()] = earlier === undefined ? value : `${earlier}, ${value}`
  }
  const isJson = headers['content-type']?.startsWith('application/json') === true && body !== ''
  return { status, headers, body, json: isJson ? JSON.parse(body) : {} }
}

/** For one conversation after another: `requests` as conversations of one request each. */
export function oneByOne (conversation: Conversation): Conversation[] {
  return conversation.requests.map(request => ({ ...conversation, requests: [request] }))
}
