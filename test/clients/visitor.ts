import type { ErrorCode } from '../../lib/errors.js'
import type { ClientRequest, Conversation } from '../support/clients.js'

/** Someone who comes to a site, and what becomes of each request. */
export interface Visitor extends Pick<Conversation, 'identity' | 'servername' | 'withoutEncryption'> {
  who: string
  /** Comes without TLS. Default: in TLS 1.2 and 1.3. */
  withoutTls?: true
  rows: readonly Row[]
}

/** One request, its answer, and what the log says of it. */
export interface Row {
  /** Completes the visitor's name. */
  name: string
  request: ClientRequest
  /** The user that the handler sees, or the code of the refusal. */
  answer: { user: string | null } | ErrorCode
  /** What the log line of the decision says beside the code; null: there is none, no virtual root governs the path. */
  log: LogFacts | null
}

export interface LogFacts {
  virtualRoot: string | null
  /** The step that decided. */
  step: string
  user: string | null
  /** Default: no certificate was looked at. */
  certificate?: CertificateFacts
}

export interface CertificateFacts {
  issuer: string
  serialNumber: string
  /** The names of all bits of the chain. */
  trust: readonly string[]
  /** Leaf first, each certificate with the names of its own bits. */
  chain: ReadonlyArray<{ subject: string, trust: readonly string[] }>
}
