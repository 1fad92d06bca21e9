import { connect } from 'node:tls'

/** Who asks, PEM; without a key and certificate he has none to show. */
export interface Visitor {
  readonly key?: string
  readonly cert?: string
}

export interface RenegotiatingRequest {
  readonly path: string
  readonly body: Uint8Array
  /** Sends the body when the server says so. Default: at once. */
  readonly expectContinue?: boolean
}

/** What a visitor saw: the answer, or how the connection ended without one. */
export interface Sighting {
  /** `null`: there was no answer. */
  readonly status: number | null
  /** Of the answer. */
  readonly body: string
  /** The code of the error that ended the connection; `null`: it was closed in order. */
  readonly error: string | null
}

/**
 * One request on a connection of its own, TLS 1.2, on which the server may ask for the certificate in the middle of the
 * request. Ends when the server closes the connection.
 */
export async function visitOnce (
  port: number, { key, cert }: Visitor, { path, body, expectContinue = false }: RenegotiatingRequest
): Promise<Sighting> {
  const head = `${body.length === 0 ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
    (body.length === 0 ? '' : `Content-Type: application/octet-stream\r\nContent-Length: ${body.length}\r\n`) +
    `${expectContinue ? 'Expect: 100-continue\r\n' : ''}\r\n`
  return await new Promise((resolve) => {
    let received = ''
    let error: string | null = null
    let mustWait = expectContinue
    const socket = connect({ port, host: '127.0.0.1', key, cert, rejectUnauthorized: false, maxVersion: 'TLSv1.2' })
    socket.once('secureConnect', () => {
      socket.write(head)
      if (!mustWait && body.length > 0) socket.write(body)
    })
    socket.on('data', (data: Buffer) => {
      received += data.toString('latin1')
      if (!mustWait || !received.startsWith('HTTP/1.1 100 ')) return
      mustWait = false
      received = received.slice(received.indexOf('\r\n\r\n') + 4)
      socket.write(body)
    })
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) => { error = code ?? message })
    socket.once('close', () => {
      const status = /^HTTP\/1\.1 (\d+)/.exec(received)?.[1]
      const end = received.indexOf('\r\n\r\n')
      resolve({ status: status === undefined ? null : Number(status), body: received.slice(end + 4), error })
    })
  })
}
