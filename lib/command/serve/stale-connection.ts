import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Socket } from 'node:net'

const statusCode = 421
const error = STATUS_CODES[statusCode]
const body = JSON.stringify({ statusCode, error, message: 'The site has changed since the connection was made' })
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) }

/**
 * Answers a request on a connection whose client was asked for its certificate in another way than the site asks now.
 * Clients send it again on another (RFC 9110 §15.5.20).
 */
export function refuseStale (
  request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse
): void {
  // What is left of a body would be in the way of the answer.
  request.resume()
  if (request.httpVersionMajor === 1) response.setHeader('connection', 'close')
  response.writeHead(statusCode, headers)
  response.end(body)
}

/** The same for a connection that was to become another protocol's. */
export function refuseStaleUpgrade (socket: Socket): void {
  socket.end(`HTTP/1.1 ${statusCode} ${error}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
