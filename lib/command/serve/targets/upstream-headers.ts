import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { FastifyRequest } from 'fastify'
import { Connection } from '../../../connection/connection.js'

type Headers = Record<string, string | string[] | undefined>

/** A decided request, of whichever HTTP. */
export type ProxiedRequest = Pick<FastifyRequest, 'virtualRoot' | 'pseudoUser' | 'clientCertificate' | 'headers'> & {
  readonly raw: IncomingMessage | Http2ServerRequest
}

/** RFC 9110 §7.6.1, and what undici and ws say themselves. `Expect` is answered before a body goes on. */
const ofThisConnection: ReadonlySet<string> = new Set([
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'transfer-encoding', 'upgrade',
  'http2-settings', 'expect'
])

/** What only this server may say to an upstream; CGI and its heirs take `_` and any other sign for `-`. */
const ours = /^(?:x-ce-.*|client-cert|client-cert-chain|forwarded|x-forwarded-.*|x-real-ip)$/

/**
 * The headers that go on to an upstream: those of the client, without whatever could pass for ours, and who the client
 * is. Names and values that are not plain ASCII are percent-encoded UTF-8.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9440 Client-Cert HTTP Header Field
 */
export function upstreamHeaders (request: ProxiedRequest, headers: Headers | IncomingHttpHeaders): Headers {
  const named = listed(headers['connection'])
  const kept = Object.entries(headers).filter(([name]) => {
    const folded = name.toLowerCase().replace(/[^a-z\d]/g, '-')
    return !ours.test(folded) && !ofThisConnection.has(name) && !named.has(name)
  })
  return Object.fromEntries([...kept, ...Object.entries(factsOf(request))])
}

/** The same for the handshake of a WebSocket, which ws makes itself. */
export function webSocketHeaders (request: ProxiedRequest): Headers {
  const kept = Object.entries(request.headers).filter(([name]) => name !== 'host' && !name.startsWith('sec-websocket-'))
  return upstreamHeaders(request, Object.fromEntries(kept))
}

/** What is known of the client, and what of the request is lost on the way. */
function factsOf (request: ProxiedRequest): Record<string, string> {
  const { virtualRoot, pseudoUser, clientCertificate, raw } = request
  const leaf = clientCertificate?.chain.elements[0]?.certificate
  const { host, port } = new Connection(raw)
  return {
    'x-forwarded-for': raw.socket.remoteAddress ?? '',
    'x-forwarded-proto': 'https',
    ...host !== null && { 'x-forwarded-host': port === null ? host : `${host}:${port}` },
    ...virtualRoot !== null && { 'x-ce-virtual-root': encoded(virtualRoot.path) },
    ...pseudoUser !== null && { 'x-ce-user': encoded(pseudoUser.name) },
    ...leaf !== undefined && {
      'x-ce-certificate-subject': encoded(leaf.subject.toString()),
      'x-ce-certificate-issuer': encoded(leaf.issuer.toString()),
      'x-ce-certificate-serial': leaf.serialNumber,
      'x-ce-certificate-fingerprint': leaf.fingerprint256,
      // RFC 9440 §2.2: a Byte Sequence of RFC 8941
      'client-cert': `:${Buffer.from(leaf.raw).toString('base64')}:`
    }
  }
}

/** The headers that a `Connection` header keeps from going on. */
function listed (connection: string | string[] | undefined): ReadonlySet<string> {
  return new Set(String(connection ?? '').toLowerCase().split(',').map((name) => name.trim()))
}

/** RFC 3986 §2.1, of whatever a header can't hold (RFC 9110 §5.5) or that would be read as such an escape. */
function encoded (text: string): string {
  return text.replace(/[^\x20-\x24\x26-\x7e]+/g, (part) => Buffer.from(part).toString('hex').replace(/../g, '%$&'))
}
