import type { Http2SecureServer, ServerHttp2Session } from 'node:http2'

/**
 * The HTTP/2 sessions that a server has at the moment. One that nobody uses for so long is closed.
 *
 * @param timeout milliseconds; 0: sessions stay as long as their clients do
 */
export function http2Sessions (server: Http2SecureServer, timeout: number): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', (session) => {
    session.setTimeout(timeout, () => { session.close() })
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })
  return sessions
}
