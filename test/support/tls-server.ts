import type { Server as HttpServer } from 'node:http'
import type { Server as TlsServer, TLSSocket } from 'node:tls'

/** What the server saw of a connection: the proof that a client came in the way that the test says. */
export interface ConnectionFacts {
  protocol: string | null
  alpn: string | false | null
  resumed: boolean
}

/** The facts of all connections from now on, the first one first. */
export function observeConnections (server: HttpServer | TlsServer): ConnectionFacts[] {
  const connections: ConnectionFacts[] = []
  server.on('secureConnection', (socket: TLSSocket) => connections.push({
    protocol: socket.getProtocol(),
    alpn: socket.alpnProtocol,
    resumed: socket.isSessionReused()
  }))
  return connections
}

/** Resumption by session id, beside the tickets: curl takes no tickets in TLS 1.2. */
export function rememberSessions (server: HttpServer | TlsServer): void {
  const sessions = new Map<string, Buffer>()
  server.on('newSession', (id: Buffer, session: Buffer, done: () => void) => {
    sessions.set(id.toString('hex'), session)
    done()
  })
  server.on('resumeSession', (id: Buffer, done: (error: null, session: Buffer | null) => void) => {
    done(null, sessions.get(id.toString('hex')) ?? null)
  })
}
