import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Teardown } from '../../support/conversation.js'

/** What an upstream was asked. */
export interface Echo {
  method: string
  url: string
  headers: IncomingHttpHeaders
  rawHeaders: string[]
}

export interface Upstream {
  server: Server
  url: string
}

/**
 * A server behind the one that is tested. It answers with what it was asked; a WebSocket is sent that first, and then
 * whatever it says itself.
 */
export async function startUpstream (
  t: Teardown, answer: (request: IncomingMessage, response: ServerResponse) => void = echo
): Promise<Upstream> {
  const server = createServer(answer)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    socket.send(JSON.stringify(echoOf(request)))
    socket.on('message', (data, binary) => { socket.send(data, { binary }) })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close(); server.closeAllConnections() })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function echo (request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json')
  request.resume().on('end', () => response.end(JSON.stringify(echoOf(request))))
}

function echoOf ({ method, url, headers, rawHeaders }: IncomingMessage): Echo {
  return { method: method!, url: url!, headers, rawHeaders }
}
