import { clients, curl, gnutls, nodeHttp2, nodeHttps, openssl } from '../support/clients.js'
import type { Client, HttpVersion, Manner, TlsVersion } from '../support/clients.js'
import type { Visitor } from './visitor.js'

/** How a conversation can be carried. */
export interface Way {
  client: Client
  http: HttpVersion
  /** `null`: plain HTTP. */
  tls: TlsVersion | null
  manner: Manner
}

/** What a conversation asks of the way that carries it. */
type Carried = Pick<Visitor, 'withoutTls' | 'withoutEncryption'>

const VERSIONS: readonly HttpVersion[] = ['http/1.1', 'h2']
const MANNERS: readonly Manner[] = ['fresh', 'kept-alive', 'resumed']

/** Every combination, the impossible ones too. */
export function waysOf ({ withoutTls }: Carried): Way[] {
  const versions = withoutTls ? [null] : ['TLSv1.2', 'TLSv1.3'] as const
  return clients.flatMap(client => VERSIONS.flatMap(http => versions.flatMap(tls => MANNERS.map(manner =>
    ({ client, http, tls, manner })))))
}

export function nameOf ({ client, http, tls, manner }: Way): string {
  return `${client.name} in ${http === 'h2' ? 'HTTP/2' : 'HTTP/1.1'} ${tls === null ? 'without TLS' : `over ${tls}`}, ${manner}`
}

type Rule = (way: Way, visitor: Carried) => boolean

/** Why a conversation can't be carried in some ways. Whatever is not listed here is tried. */
const IMPOSSIBLE: ReadonlyArray<readonly [reason: string, applies: Rule]> = [
  ['node:https has no HTTP/2', ({ client, http }) => client === nodeHttps && http === 'h2'],
  ['node:http2 has no HTTP/1.1', ({ client, http }) => client === nodeHttp2 && http === 'http/1.1'],
  [
    'openssl s_client and gnutls-cli carry bytes: HTTP/1.1 can be written by hand, HTTP/2 cannot',
    ({ client, http }) => carriesBytes(client) && http === 'h2'
  ],
  ['openssl s_client and gnutls-cli need TLS', ({ client, tls }) => carriesBytes(client) && tls === null],
  [
    'curl 7.88 starts HTTP/2 anew on a connection that it keeps, where it was not negotiated in TLS',
    ({ client, http, tls, manner }) => client === curl && http === 'h2' && tls === null && manner === 'kept-alive'
  ],
  ['without TLS there is no session to resume', ({ tls, manner }) => tls === null && manner === 'resumed'],
  [
    'TLS 1.3 has no cipher suite below 128 bits (RFC 8446 §B.4)',
    ({ tls }, { withoutEncryption }) => withoutEncryption === true && tls === 'TLSv1.3'
  ]
]

function carriesBytes (client: Client): boolean {
  return client === openssl || client === gnutls
}

/** Why this visitor's conversation can't be carried in this way; null: it can. */
export function impossibility (way: Way, visitor: Carried): string | null {
  return IMPOSSIBLE.find(([, applies]) => applies(way, visitor))?.[0] ?? null
}
