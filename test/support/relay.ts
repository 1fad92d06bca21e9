import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Teardown } from './conversation.js'

/** A way to a server on 127.0.0.1 that can be made long: a port that carries bytes there and back. */
export class Relay {
  readonly port: number
  /** To clients and to the server. */
  readonly #sockets = new Set<Socket>()
  #held: Array<() => void> | null = null
  #missing = 0

  private constructor (port: number) {
    this.port = port
  }

  static async start (t: Teardown, serverPort: number): Promise<Relay> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const relay = new Relay((server.address() as AddressInfo).port)
    server.on('connection', client => relay.#carry(client, connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })))
    t.teardown(() => {
      server.close()
      // What is held to the end of a test never reaches its client, which would stay.
      for (const socket of relay.#sockets) socket.destroy()
    })
    return relay
  }

  /** Whether the server sees a connection of this relay come from a port. */
  isAt (remotePort: number | undefined): boolean {
    return [...this.#sockets].some(({ localPort }) => localPort === remotePort)
  }

  /** What the server says from now on reaches its client when that has sent so many bytes more. */
  holdUntilSent (bytes: number): void {
    this.#held = []
    this.#missing = bytes
  }

  #carry (client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    }
    client.on('data', chunk => {
      server.write(chunk)
      this.#missing -= chunk.length
      if (this.#missing <= 0) this.#release()
    })
    client.on('end', () => server.end())
    client.on('error', () => server.resetAndDestroy())
    server.on('data', chunk => this.#toClient(() => client.write(chunk)))
    server.on('end', () => this.#toClient(() => client.end()))
    server.on('error', () => this.#toClient(() => client.resetAndDestroy()))
  }

  #toClient (action: () => void): void {
    if (this.#held === null) action()
    else this.#held.push(action)
  }

  #release (): void {
    const actions = this.#held ?? []
    this.#held = null
    for (const action of actions) action()
  }
}
