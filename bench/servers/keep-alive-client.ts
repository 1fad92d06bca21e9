import { once } from 'node:events'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { PATH, type BenchClient } from './bench-site.js'

const request = Buffer.from(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n`)

/** A connection that stays, and makes one request after the other. It does little: the server is what is measured. */
export class KeepAliveClient {
  readonly #socket: TLSSocket
  // Of a response: all are the same.
  #length = 0

  static async connect (
    port: number, { key, cert }: BenchClient, options: ConnectionOptions = {}
  ): Promise<KeepAliveClient> {
    const socket = connect({ port, host: '127.0.0.1', key, cert, rejectUnauthorized: false, ...options })
    socket.setNoDelay(true)
    await once(socket, 'secureConnect')
    const client = new KeepAliveClient(socket)
    await client.#learnLength()
    return client
  }

  private constructor (socket: TLSSocket) {
    this.#socket = socket
  }

  async #learnLength (): Promise<void> {
    this.#socket.write(request)
    const [response] = await once(this.#socket, 'data') as [Buffer]
    if (!response.toString('latin1').startsWith('HTTP/1.1 200 ')) {
      throw new Error(`a request that should be served was answered: ${response.toString('latin1')}`)
    }
    this.#length = response.length
  }

  /** Makes requests, each when the one before is answered. */
  async run (count: number): Promise<void> {
    const socket = this.#socket
    await new Promise<void>((resolve, reject) => {
      let received = 0
      let left = count
      const onData = ({ length }: Buffer): void => {
        received += length
        if (received < this.#length) return
        received = 0
        if (--left > 0) {
          socket.write(request)
          return
        }
        socket.off('data', onData).off('close', onClose)
        resolve()
      }
      const onClose = (): void => reject(new Error('the server closed the connection'))
      socket.on('data', onData).on('close', onClose)
      socket.write(request)
    })
  }

  get isResumed (): boolean {
    return this.#socket.isSessionReused()
  }

  /** What a later connection can resume. */
  get session (): Buffer | undefined {
    return this.#socket.getSession()
  }

  close (): void {
    this.#socket.destroy()
  }
}
