import type { TLSSocket } from 'node:tls'
import { ResponseReader } from './byte-conversation.js'
import type { ClientResponse } from './conversation.js'
import { connectTls } from './raw-tls.js'
import type { TlsEndpoint } from './raw-tls.js'

export interface RawRequest {
  /** Default: `GET`. */
  method?: string
  /** The request target, a byte a character. */
  target: string
  headers?: Record<string, string>
}

/** Sends request targets as they are, one after the other, on as few connections as the server allows. */
export class RawClient {
  readonly #endpoint: TlsEndpoint
  #socket: TLSSocket | null = null
  #reader: ResponseReader | null = null

  constructor (endpoint: TlsEndpoint) {
    this.#endpoint = endpoint
  }

  /** The response; null: the server has ended the connection instead. */
  async send ({ method = 'GET', target, headers = {} }: RawRequest): Promise<ClientResponse | null> {
    const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
    const { socket, reader } = await this.#connect()
    socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
    try {
      const response = await reader.next(method)
      if (response.headers['connection'] === 'close' || 'upgrade' in headers) this.close()
      return response
    } catch {
      this.close()
      return null
    }
  }

  close (): void {
    this.#socket?.destroy()
    this.#socket = null
  }

  async #connect (): Promise<{ socket: TLSSocket, reader: ResponseReader }> {
    if (this.#socket === null || this.#reader === null) {
      this.#socket = await connectTls(this.#endpoint)
      // The server may end it at any time; the reader tells.
      this.#socket.on('error', () => undefined)
      this.#reader = new ResponseReader(this.#socket)
    }
    return { socket: this.#socket, reader: this.#reader }
  }
}
