/** A server for CRLs and OCSP responses, which a test has under its control, and the certificates that name it. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fullName, cRLDistributionPoints, uri } from './crl.js'
import type { Teardown } from './conversation.js'
import { extension, objectIdentifier, sequence } from './der.js'
import type { Octets } from './der.js'

/** A request that came in. */
export interface SeenRequest {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface RevocationServer {
  readonly port: number
  /** `http://127.0.0.1:port` */
  readonly origin: string
  /** How many connections have been made so far. */
  readonly connections: number
  readonly requests: readonly SeenRequest[]
  /** What it does from now on. */
  answer: Answerer
  /** No connection is taken any more, and those that there are end. */
  stop: () => void
}

/** Bytes: answered with status 200. */
export type Answerer = Buffer | ((request: SeenRequest, response: ServerResponse) => void)

/** Listens on 127.0.0.1, on a port of the system's choice, until the test ends. */
export async function revocationServer (t: Teardown, answer: Answerer = notFound): Promise<RevocationServer> {
  const requests: SeenRequest[] = []
  let connections = 0
  const listener: RequestListener = async (request, response) => {
    const { method, url, headers } = request
    const seen = { method, url, headers, body: await buffer(request) }
    requests.push(seen)
    if (Buffer.isBuffer(running.answer)) response.end(running.answer)
    else running.answer(seen, response)
  }
  const server = createServer(listener)
  server.on('connection', () => connections++)
  const stop = (): void => {
    server.close()
    server.closeAllConnections()
  }
  t.teardown(stop)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const running: RevocationServer = {
    port, origin: `http://127.0.0.1:${port}`, get connections () { return connections }, requests, answer, stop
  }
  return running
}

function notFound (_request: SeenRequest, response: ServerResponse): void {
  response.writeHead(404).end()
}

/** CRLDistributionPoints, with one point for each URL. */
export function crlsAt (...urls: string[]): Buffer {
  return cRLDistributionPoints(...urls.map((url) => [fullName(uri(url))]))
}

export function freshestCrlAt (url: string): Buffer {
  return extension('2.5.29.46', sequence(sequence(fullName(uri(url)))))
}

/** AuthorityInfoAccess with responders. */
export function ocspAt (...urls: string[]): Buffer {
  return accessAt(...urls.map((url) => ['1.3.6.1.5.5.7.48.1', uri(url)] as const))
}

export function accessAt (...places: ReadonlyArray<readonly [method: string, place: Octets]>): Buffer {
  return extension('1.3.6.1.5.5.7.1.1', sequence(
    ...places.map(([method, place]) => sequence(objectIdentifier(method), place))))
}
