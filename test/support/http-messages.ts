import { clientResponse } from './conversation.js'
import type { ClientRequest, ClientResponse } from './conversation.js'

/** The bytes of an HTTP/1.1 request (RFC 9112 §3), for clients that only carry bytes. */
export function formatRequest (request: ClientRequest): Buffer {
  return Buffer.concat([Buffer.from(formatHead(request)), Buffer.from(request.body ?? '')])
}

/** All of a request but its body. */
export function formatHead ({ method = 'GET', path, headers = {}, body, expectContinue }: ClientRequest): string {
  const lines = Object.entries({
    host: 'localhost',
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...(expectContinue && { expect: '100-continue' }),
    ...headers
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Nothing comes after the last one: the server ends the connection. */
export function closingAfterLast (requests: readonly ClientRequest[]): ClientRequest[] {
  return requests.map((request, index) => index < requests.length - 1
    ? request
    : { ...request, headers: { ...request.headers, connection: 'close' } })
}

/** The first whole response in the bytes and how long it is, or null while it is not all there (RFC 9112 §6.3). */
export function parseResponse (bytes: Buffer, method = 'GET'): { response: ClientResponse, length: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const { status, headerLines } = parseHead(bytes.toString('latin1', 0, headEnd))
  const start = headEnd + 4
  if (status < 200 && status !== 101) {
    const next = parseResponse(bytes.subarray(start), method)
    return next && { response: next.response, length: start + next.length }
  }
  const head = clientResponse(status, headerLines, '').headers
  const bodyless = method === 'HEAD' || status === 101 || status === 204 || status === 304
  const content = bodyless ? { body: Buffer.alloc(0), length: 0 } : parseBody(bytes.subarray(start), head)
  return content && {
    response: clientResponse(status, headerLines, content.body.toString()),
    length: start + content.length
  }
}

/** The status line and the header lines, without the empty line that ends them. */
export function parseHead (head: string): { status: number, headerLines: Array<[name: string, value: string]> } {
  const [statusLine = '', ...lines] = head.split('\r\n')
  return {
    status: Number(statusLine.split(' ')[1]),
    headerLines: lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
  }
}

function parseBody (bytes: Buffer, head: Record<string, string>): { body: Buffer, length: number } | null {
  if (head['transfer-encoding'] === 'chunked') return parseChunks(bytes)
  const length = Number(head['content-length'] ?? 0)
  return bytes.length < length ? null : { body: bytes.subarray(0, length), length }
}

/** RFC 9112 §7.1, without trailers. */
function parseChunks (bytes: Buffer): { body: Buffer, length: number } | null {
  const chunks: Buffer[] = []
  let position = 0
  while (true) {
    const lineEnd = bytes.indexOf('\r\n', position)
    if (lineEnd === -1) return null
    const size = Number.parseInt(bytes.toString('latin1', position, lineEnd), 16)
    const end = lineEnd + 2 + size + 2
    if (bytes.length < end) return null
    if (size === 0) return { body: Buffer.concat(chunks), length: end }
    chunks.push(bytes.subarray(lineEnd + 2, end - 2))
    position = end
  }
}
