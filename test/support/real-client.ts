import type { Client, ClientIdentity, ClientResponse, Conversation, Teardown } from './conversation.js'

/** A client as people run it. It makes one connection for a conversation, or as few as it can. */
export interface RealClient {
  name: string
  /** Empty where nothing must be installed. */
  programs: ReadonlyArray<{ name: string, debianPackage: string }>
  /** In the client's own words, on a line. */
  version (): string
  /** @param t what the client needs for all its conversations ends with this */
  start (t: Teardown, credentials: Credentials): Promise<Converse>
}

/** What a client has in its files. */
export interface Credentials {
  identity: ClientIdentity
  /** Of the servers that it trusts; some clients here trust all. */
  rootPem: string
}

/** What is said on one connection; `servername` is the host of the URL too, else that is 127.0.0.1. */
export type OneConnection = Pick<Conversation, 'port' | 'requests' | 'servername'> &
  Required<Pick<Conversation, 'http'>> & { tls: 'TLSv1.2' | 'TLSv1.3' }

/** @throws ClientFailure if the client gives up before it has a response to each request */
export type Converse = (t: Teardown, conversation: OneConnection) => Promise<ClientResponse[]>

/** A client of the other tests, whose only manner is to keep its connection. */
export function realClient ({ name, program, converse }: Client, version: () => string): RealClient {
  return {
    name,
    programs: program ? [program] : [],
    version,
    async start (_t, { identity }) {
      return (t, conversation) => converse(t, { ...conversation, identity, manner: 'kept-alive' })
    }
  }
}

export function originOf ({ servername = '127.0.0.1', port }: OneConnection): string {
  return `https://${servername}:${port}`
}

/** The files that most programs read them from: `chain.pem`, `key.pem`, `root.pem`. */
export function credentialFiles ({ identity, rootPem }: Credentials): Record<string, string> {
  return { 'chain.pem': identity.chainPem, 'key.pem': identity.keyPem, 'root.pem': rootPem }
}
