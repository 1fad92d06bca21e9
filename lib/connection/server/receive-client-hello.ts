import type { Socket } from 'node:net'
import { ClientHelloReader } from './client-hello-reader.js'

/** Called once: with the host name that the client asks for, or with what ended the connection. */
export type ClientHelloCallback = (error: Error | null, serverName: string | null) => void

/**
 * Waits for the ClientHello of a connection. Its bytes are put back: who reads the socket next reads them first.
 *
 * @param timeout milliseconds
 */
export function receiveClientHello (socket: Socket, timeout: number, callback: ClientHelloCallback): void {
  const reader = new ClientHelloReader()
  const timer = setTimeout(() => {
    finish(connectionError('ERR_TLS_HANDSHAKE_TIMEOUT', 'no ClientHello came in time'))
  }, timeout)

  function finish (error: Error | null, serverName: string | null = null): void {
    clearTimeout(timer)
    socket.off('readable', read).off('error', finish).off('end', hangUp).off('close', hangUp)
    if (error === null) socket.unshift(reader.bytes)
    callback(error, serverName)
  }

  function read (): void {
    let chunk: Buffer | null
    while ((chunk = socket.read() as Buffer | null) !== null) {
      const serverName = reader.push(chunk)
      if (serverName !== undefined) {
        finish(null, serverName)
        return
      }
    }
  }

  function hangUp (): void {
    finish(connectionError('ECONNRESET', 'the client went away before its ClientHello was there'))
  }

  socket.on('readable', read).once('error', finish).once('end', hangUp).once('close', hangUp)
}

/** With the code that Node has for the same thing. */
function connectionError (code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
