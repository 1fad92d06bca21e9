import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSecureServer } from 'node:http2'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { http2Sessions } from '../../connection/server/http2-sessions.js'
import { refuseStale, refuseStaleUpgrade } from './stale-connection.js'
import type { ServedSite } from './served-site.js'

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

/** Events with a request and its response. Node does what is asked by itself where nobody listens to the last two. */
const withResponse = ['request', 'checkContinue', 'checkExpectation'] as const

/** Milliseconds that a connection is kept without a request; like `requestTimeout`, what Fastify's servers have. */
const keepAliveTimeout = 72_000

const kHandshake = Symbol('ce-cert-auth.handshake')

/** A TLS socket, or what HTTP/2 shows in its place. */
interface Met {
  [kHandshake]?: string
}

/**
 * Where connections come in, for as long as the command runs, while one site takes the place of another. It accepts
 * them and speaks HTTP; the TLS server of the present site makes the handshakes, and its app answers the requests:
 *
 *     connection -> TLS server of the site at that moment -> HTTP -> app of the site at the moment of the request
 *
 * So a kept-alive connection is the present site's with its next request, and what is under way stays with the site
 * under which it began. A connection whose client was asked in another way than the present site asks can't be: it ends
 * (RFC 9110 §15.5.20).
 */
export class Entrance {
  readonly #server = createSecureServer({ allowHTTP1: true })
  readonly #sockets = new Set<Socket>()
  readonly #sessions = http2Sessions(this.#server, keepAliveTimeout)
  /** Connections of HTTP/1.1, and for each request under way on them what is to be called when it has ended. */
  readonly #connections = new Map<TLSSocket, Set<() => void>>()
  #site: ServedSite
  #isClosing = false

  constructor (site: ServedSite) {
    const server = this.#server
    this.#site = site
    Object.assign(server, { keepAliveTimeout, requestTimeout: 0 })
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      this.#site.server.emit('connection', socket)
    })
    server.on('secureConnection', (socket) => {
      if (socket.alpnProtocol === 'h2') return
      const underWay = new Set<() => void>()
      this.#connections.set(socket, underWay)
      socket.once('close', () => {
        this.#connections.delete(socket)
        // Node tells it to the response whose turn it was, not to those that wait behind it.
        for (const end of underWay) end()
      })
    })
    server.on('clientError', (error, socket) => this.#site.server.emit('clientError', error, socket))
    this.#open(site)
  }

  /**
   * From now on connections are met.
   *
   * @throws Error of the system, e.g. with the code EADDRINUSE
   */
  async listen (port: number, host: string): Promise<AddressInfo> {
    this.#server.listen(port, host)
    await once(this.#server, 'listening')
    return this.#server.address() as AddressInfo
  }

  /** From now on the site's word counts; the one before it ends with its last request. */
  takeOver (site: ServedSite): void {
    const former = this.#site
    this.#site = site
    this.#open(site)
    if (former.handshake !== site.handshake) this.#endIdle()
    former.retire()
  }

  /**
   * Accepts no more, and waits for what is under way.
   *
   * @param grace milliseconds; then what is left is cut off
   * @returns whether nothing had to be cut off
   */
  async close (grace: number): Promise<boolean> {
    const closed = once(this.#server, 'close').then(() => true)
    this.#isClosing = true
    this.#server.close()
    this.#endIdle()
    this.#site.retire()
    const limit = new Promise<boolean>((resolve) => { setTimeout(resolve, grace, false).unref() })
    const isComplete = await Promise.race([closed, limit])
    for (const socket of this.#sockets) socket.destroy()
    await closed
    return isComplete
  }

  /** Connections come in through the site's TLS server, requests go to its app. */
  #open (site: ServedSite): void {
    const server = this.#server
    site.server.on('secureConnection', (socket: TLSSocket & Met) => {
      socket[kHandshake] = site.handshake
      // Here Node looks up what its HTTP makes of requests.
      Object.assign(socket, { server })
      server.emit('secureConnection', socket)
    })
    for (const event of withResponse) {
      server.removeAllListeners(event)
      if (site.server.listenerCount(event) === 0) continue
      server.on(event, (request: Request, response: Response) => { this.#meet(event, request, response) })
    }
    server.removeAllListeners('upgrade')
    if (site.server.listenerCount('upgrade') === 0) return
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      if (this.#isStale(request)) refuseStaleUpgrade(socket)
      else this.#site.server.emit('upgrade', request, socket, head)
    })
  }

  #meet (event: typeof withResponse[number], request: Request, response: Response): void {
    const site = this.#site
    const underWay = this.#connections.get(request.socket as TLSSocket)
    const end = (): void => {
      response.off('close', end)
      underWay?.delete(end)
      site.end()
      if (this.#isClosing) this.#endIdle()
    }
    site.begin()
    underWay?.add(end)
    response.once('close', end)
    if (this.#isStale(request)) refuseStale(request, response)
    else site.server.emit(event, request, response)
  }

  #isStale ({ socket }: Request): boolean {
    return (socket as Met)[kHandshake] !== this.#site.handshake
  }

  /** Ends connections with no request under way at once, and those of HTTP/2 when theirs are done. */
  #endIdle (): void {
    for (const session of this.#sessions) session.close()
    for (const [socket, underWay] of this.#connections) if (underWay.size === 0) socket.destroySoon()
  }
}
