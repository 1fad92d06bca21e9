import type { Server as TlsServer } from 'node:tls'

/** A site while it is served: its TLS server, which makes handshakes, and its app, which answers requests. */
export class ServedSite {
  readonly server: TlsServer
  /** How clients are asked for certificates: two sites that say the same can share connections. */
  readonly handshake: string
  /** Fulfilled when all that the app has held is given back. */
  readonly closed: Promise<void>
  #underWay = 0
  #isRetired = false
  #onIdle!: () => void

  /** @param close gives back what the app has held; it must not reject */
  constructor (close: () => Promise<void>, server: TlsServer, handshake: string) {
    this.server = server
    this.handshake = handshake
    this.closed = new Promise<void>((resolve) => { this.#onIdle = resolve }).then(close)
  }

  /** A request begins. */
  begin (): void {
    this.#underWay++
  }

  /** A request has ended. */
  end (): void {
    this.#underWay--
    this.#closeIfIdle()
  }

  /** No more requests will come. WebSockets end, to be decided anew; the app is closed with the last request. */
  retire (): void {
    this.#isRetired = true
    // @fastify/http-proxy ends its WebSockets with the server.
    this.server.close()
    this.#closeIfIdle()
  }

  #closeIfIdle (): void {
    if (this.#isRetired && this.#underWay === 0) this.#onIdle()
  }
}
