import { constants } from 'node:crypto'
import { createServer } from 'node:https'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Server } from 'node:https'
import type { Teardown } from './conversation.js'
import type { Authority } from './pki.js'

/** HTTPS over TLS 1.2, without Fastify, that can ask for certificates later. */
export async function startTls12Server (
  t: Teardown, authority: Authority, listener: RequestListener
): Promise<{ server: Server, port: number }> {
  const { keyPem, chainPem } = await authority.issueServer()
  const server = createServer({
    key: keyPem,
    cert: chainPem,
    ca: authority.pem,
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION | constants.SSL_OP_NO_TICKET
  }, listener).listen(0, '127.0.0.1')
  // Node's own answer would be written to a connection that is broken already.
  server.on('clientError', (_error, socket) => { socket.destroy() })
  t.teardown(() => { server.close().closeAllConnections() })
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}
