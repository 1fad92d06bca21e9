import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { nodeHttp2, nodeHttps } from '../support/clients.js'
import type { Teardown } from '../support/conversation.js'
import type { Identity } from '../support/pki.js'

/** A request that an example shall answer, and the answer. */
export interface RequestLine {
  request: { who: string, method: string, path: string, host: string | null, isHttp2: boolean, isTls12: boolean }
  /** As tap's `match` takes it: the body is a text that the answer's body contains. */
  answer: { status: number, body?: string, json?: { subStatus: string } }
}

const REQUEST_LINE = new RegExp(
  '^(?<who>\\S+) (?<method>\\S+) (?<path>\\S+)(?: at (?<host>\\S+))?(?<http2> over h2)?(?<tls12> over TLS 1\\.2)?' +
  ' -> (?<status>\\d+)(?<sub>\\.\\d+)?(?: (?<body>.*))?$'
)

/**
 * `alice GET /Accounts/balance over h2 -> 200 hello Alice`, `nobody GET /Accounts/balance -> 403.7`,
 * `alice GET /Accounts/balance at secure.example.org -> 200 hello Alice`
 *
 * Who is one of the people, `nobody` without a certificate, or `basic` with Basic credentials instead. The method
 * `WEBSOCKET` opens one: 101 and the first message, or the answer that refuses it.
 */
export function requestLine (line: string): RequestLine {
  const { who = '', method = '', path = '', host = null, http2, tls12, status, sub, body } = REQUEST_LINE.exec(line)?.groups ?? {}
  if (status === undefined) throw new Error(`no request and answer: ${line}`)
  return {
    request: { who, method, path, host, isHttp2: http2 !== undefined, isTls12: tls12 !== undefined },
    answer: {
      status: Number(status),
      ...(body !== undefined && { body }),
      ...(sub !== undefined && { json: { subStatus: status + sub } })
    }
  }
}

const basicCredentials = `Basic ${Buffer.from('alice:open sesame').toString('base64')}`

/** Makes the request, for real. */
export async function send (
  t: Teardown, people: Record<string, Identity>, port: number, { who, method, path, host, isHttp2, isTls12 }: RequestLine['request']
): Promise<{ status: number, body: string }> {
  const identity = people[who] ?? null
  if (identity === null && who !== 'nobody' && who !== 'basic') throw new Error(`nobody is called ${who}`)
  if (method === 'WEBSOCKET') return openWebSocket(t, `wss://127.0.0.1:${port}${path}`, identity)
  const [response] = await (isHttp2 ? nodeHttp2 : nodeHttps).converse(t, {
    port,
    requests: [{
      path,
      method,
      headers: {
        ...who === 'basic' && { authorization: basicCredentials },
        ...host !== null && { [isHttp2 ? ':authority' : 'host']: host }
      }
    }],
    identity,
    ...host !== null && { servername: host },
    ...(isHttp2 && { http: 'h2' }),
    ...(isTls12 && { tls: 'TLSv1.2' })
  })
  return response!
}

async function openWebSocket (t: Teardown, url: string, identity: Identity | null) {
  const socket = new WebSocket(url, {
    rejectUnauthorized: false,
    ...(identity !== null && { cert: identity.pem, key: identity.keyPem })
  })
  t.teardown(() => socket.terminate())
  return Promise.race([
    once(socket, 'message').then(([message]) => ({ status: 101, body: String(message) })),
    once(socket, 'unexpected-response').then(([, response]) => ({ status: (response as IncomingMessage).statusCode!, body: '' }))
  ])
}
