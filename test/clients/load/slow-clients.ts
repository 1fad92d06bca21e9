import { connect as connectTcp, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import type { Visitor } from '../../support/renegotiating-visit.js'

/** A connection whose bytes can be kept from its reader. */
class HeldBytes extends Duplex {
  readonly #socket: Socket
  #held = false

  constructor (socket: Socket) {
    super()
    this.#socket = socket
    socket.on('data', (bytes) => { if (!this.#held) this.push(bytes) })
    socket.on('close', () => this.destroy())
    socket.on('error', () => this.destroy())
  }

  hold (): void {
    this.#held = true
  }

  override _read (): void {}

  override _write (bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done)
  }

  override _destroy (error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

/** Never answers when it is asked for its certificate. Ends when the server has had enough. */
export async function neverAnswer (port: number, visitor: Visitor, path: string, over: AbortSignal): Promise<void> {
  const bytes = new HeldBytes(connectTcp(port, '127.0.0.1'))
  const socket = connect({ socket: bytes, ...visitor, rejectUnauthorized: false, maxVersion: 'TLSv1.2' })
  const end = endOf(socket, over)
  socket.once('secureConnect', () => {
    bytes.hold()
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  })
  await end
}

/** Sends its body a byte at a time, until it is all over. */
export async function trickle (port: number, visitor: Visitor, path: string, over: AbortSignal): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', ...visitor, rejectUnauthorized: false, maxVersion: 'TLSv1.2' })
  const end = endOf(socket, over)
  socket.resume()
  socket.once('secureConnect', () => {
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n` +
      'Content-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n')
  })
  const timer = setInterval(() => { if (socket.writable && !socket.connecting) socket.write('x') }, 100)
  await end
  clearInterval(timer)
}

/** To be cut off is an end like any other. */
function endOf (socket: TLSSocket, over: AbortSignal): Promise<void> {
  const end = (): unknown => socket.destroy()
  over.addEventListener('abort', end)
  return new Promise((resolve) => {
    socket.on('error', end)
    socket.once('close', () => {
      over.removeEventListener('abort', end)
      resolve()
    })
  })
}
