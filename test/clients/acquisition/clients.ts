import { spawnSync } from 'node:child_process'
import { chromium } from '../../support/chromium-client.js'
import { curl, gnutls, nodeHttp2, nodeHttps, openssl } from '../../support/clients.js'
import type { ClientRequest } from '../../support/clients.js'
import type { Protocol } from '../../support/every-protocol.js'
import { go, goRenegotiating } from '../../support/go-client.js'
import { java } from '../../support/java-client.js'
import { python } from '../../support/python-client.js'
import { realClient } from '../../support/real-client.js'
import type { RealClient } from '../../support/real-client.js'
import { wget } from '../../support/wget-client.js'
import { acquisitions, inTheMiddle } from './acquisitions.js'
import type { Acquisition } from './acquisitions.js'
import type { Outcome } from './outcome.js'

const node = { http1: realClient(nodeHttps, nodeVersion), http2: realClient(nodeHttp2, nodeVersion) }
const bytes = {
  openssl: realClient(openssl, () => firstLine('openssl', 'version')),
  gnutls: realClient(gnutls, () => firstLine('gnutls-cli', '--version'))
}

/** In the order of the page. */
export const realClients: readonly RealClient[] = [
  realClient(curl, () => firstLine('curl', '--version').split(' ').slice(0, 5).join(' ')),
  bytes.openssl, bytes.gnutls, node.http1, node.http2, go, goRenegotiating, java, python, wget, chromium
]

function nodeVersion (): string {
  return `Node ${process.versions.node} with OpenSSL ${process.versions.openssl}`
}

function firstLine (program: string, ...args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout.split('\n')[0]?.trim() ?? ''
}

export const protocols: readonly Protocol[] = [
  { http: 'http/1.1', tls: 'TLSv1.2' },
  { http: 'http/1.1', tls: 'TLSv1.3' },
  { http: 'h2', tls: 'TLSv1.2' },
  { http: 'h2', tls: 'TLSv1.3' }
]

/** Requests in a protocol, to a server that comes by certificates in a way. */
interface Carried extends Protocol {
  acquisition: Acquisition
  requests: readonly ClientRequest[]
}

type Rule = (client: RealClient, carried: Carried) => boolean

/** What a client cannot do, whatever the server does. Whatever is not listed here is tried. */
const IMPOSSIBLE: ReadonlyArray<readonly [reason: string, applies: Rule]> = [
  ['no HTTP/1.1: that is node:https', (client, { http }) => client === node.http2 && http === 'http/1.1'],
  ['no HTTP/2: that is node:http2', (client, { http }) => client === node.http1 && http === 'h2'],
  [
    'no HTTP/2: it carries bytes, and HTTP/1.1 alone can be written by hand',
    (client, { http }) => (client === bytes.openssl || client === bytes.gnutls) && http === 'h2'
  ],
  ['no HTTP/2', (client, { http }) => (client === python || client === wget) && http === 'h2'],
  [
    'does not wait for 100 Continue',
    (client, { requests }) => (client === python || client === wget) && waits(requests)
  ],
  [
    'no 100-continue: Expect is a forbidden header name (Fetch §2.2.2)',
    (client, { requests }) => client === chromium && waits(requests)
  ],
  [
    'no 100-continue over HTTP/2: HttpClient 17 waits for ever, although the server has said 100 Continue',
    (client, { requests, http }) => client === java && http === 'h2' && waits(requests)
  ],
  [
    'no 100-continue where the answer is a refusal: HttpClient 17 waits for ever (JDK-8286171)',
    (client, carried) => client === java && isRefused(carried) && waits(carried.requests)
  ],
  [
    'no refusal of a large body over HTTP/2: HttpClient 17 waits for ever (JDK-8309118)',
    (client, carried) => client === java && isRefused(carried) && carried.http === 'h2' && isLarge(carried.requests)
  ],
  [
    'one run sends one body to all its URLs, or none',
    (client, { requests }) => client === wget && new Set(requests.map(({ body }) => body)).size > 1
  ]
]

function waits (requests: readonly ClientRequest[]): boolean {
  return requests.some(({ expectContinue }) => expectContinue)
}

function isLarge (requests: readonly ClientRequest[]): boolean {
  return requests.some(({ body = '' }) => body.length > 1024 * 1024)
}

/** Before its body is read. */
function isRefused ({ acquisition, tls }: Carried): boolean {
  return acquisition === inTheMiddle && tls === 'TLSv1.3'
}

/** Why a client can't carry these requests; null: it can. */
export function impossibility (client: RealClient, carried: Carried): string | null {
  return IMPOSSIBLE.find(([, applies]) => applies(client, carried))?.[0] ?? null
}

/** Where what a client meets depends on which of two things comes first in its own program. */
interface Race {
  client: RealClient
  /** What it gets if it wins, by the headings of columns; `fails`: it can't win, and has several words for that. */
  answers: ReadonlyMap<string, string>
  /** What it says if it loses. */
  words: readonly string[]
}

/** All in HTTP/1.1 over TLS 1.2, where it is asked in the middle of the request, with a large body on its way. */
const RACES: readonly Race[] = [
  {
    // It may send some more of the body between its ClientHello and its Finished; OpenSSL takes that from no client.
    client: java,
    answers: new Map([['POST 5 MB', '413'], ['POST 5 MB, PostReadSize 8 MB', '200']]),
    words: [
      'java.io.IOException: HTTP/1.1 header parser received no bytes',
      'javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake'
    ]
  },
  {
    // It reads and writes at the same time, and reports what fails first.
    client: go,
    answers: new Map([['POST 5 MB', 'fails'], ['POST 5 MB, PostReadSize 8 MB', 'fails']]),
    words: [
      'Post "https://localhost/Accounts/upload": local error: tls: no renegotiation',
      'Post "https://localhost/Accounts/upload": use of closed network connection'
    ]
  }
]

/** What was seen; in a race, what else could have been. */
export function allOutcomes (client: RealClient, carried: Carried, column: string, seen: Outcome): Outcome {
  const { acquisition, http, tls } = carried
  if (acquisition !== inTheMiddle || http !== 'http/1.1' || tls !== 'TLSv1.2') return seen
  const race = RACES.find(race => race.client === client)
  const won = race?.answers.get(column)
  if (race === undefined || won === undefined) return seen
  const isExpected = seen.words === undefined ? seen.answer === won : race.words.includes(seen.words)
  return isExpected ? { answer: won === 'fails' ? won : `${won} or fails`, words: race.words.join('` or `') } : seen
}

/** What it can't do, in words. */
export function limitsOf (client: RealClient): string[] {
  const reasons = acquisitions.flatMap(acquisition => protocols.flatMap(protocol =>
    acquisition.columns.map(({ requests }) => impossibility(client, { ...protocol, acquisition, requests }))))
  return [...new Set(reasons.filter(reason => reason !== null))]
}
