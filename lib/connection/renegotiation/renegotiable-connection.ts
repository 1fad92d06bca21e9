import type { IncomingMessage } from 'node:http'
import tls, { type CipherNameAndProtocol, type TLSSocket } from 'node:tls'
import { peerLeafOf, type PeerCertificate } from '../peer-certificate.js'
import { markLast } from './last-request.js'

/**
 * How often a client is asked on one connection at most, for certificate roots that it has not yet declined. Node ends
 * a connection on which more than `tls.CLIENT_RENEG_LIMIT` handshakes begin in ten minutes, whoever begins them, and
 * counts the question and the answer: with its default of 3 a client is asked once.
 */
export function allowedAttempts (): number {
  return Math.min(3, Math.floor(tls.CLIENT_RENEG_LIMIT / 2))
}

/**
 * Requests of one connection that wait for their turn at most. While nothing is answered Node reads on, and keeps
 * whatever comes; no client has reason to send so many at once.
 */
const mostInTurn = 100

/** Where a connection stands. */
type State = 'notAsked' | 'asking' | 'obtained' | 'declined' | 'failed'

/** How an attempt ended. */
export type Answer = 'obtained' | 'declined' | 'timedOut' | 'failed'

const connections = new WeakMap<TLSSocket, RenegotiableConnection>()

/**
 * A connection of TLS 1.2 on which the client can be asked for its certificate in the middle of a request. All requests
 * of the connection meet here.
 *
 *                  ask              certificate
 *     notAsked ----------> asking --------------> obtained
 *                          ^   | \
 *     ask, for another     |   |  \ timeout, alert, end of the connection
 *     certificate root     |   |   +-----------------------------------> failed: the connection is closed
 *                          |   | no certificate
 *                          |   v
 *                         declined
 *
 * A connection whose session was resumed with a certificate begins in `obtained`. Whatever else the client does about
 * handshakes ends the connection: it can't begin one (RFC 5746 §5 leaves that to the server), and OpenSSL refuses one
 * with a client that lacks RFC 5746, so that whoever sent the bytes before it is who sent the bytes after it.
 *
 * The certificate is the one that the last handshake ended with. Asked in between, OpenSSL shows what the client has
 * sent so far, before the client has proved to have its key.
 */
export class RenegotiableConnection {
  /** Fulfilled when the connection has ended. One listener serves however many requests wait for that. */
  readonly closed: Promise<unknown>
  readonly #socket: TLSSocket
  #state: State
  #certificate: PeerCertificate | null
  #cipherBefore: CipherNameAndProtocol | null = null
  #attempts = 0
  #inTurn = 0
  readonly #declinedRoots = new Set<string>()
  /** Counts the certificates: a request that came before the last one has no part in it (lessons.md S7). */
  #identity = 0
  readonly #identityAtArrival = new WeakMap<IncomingMessage, number>()
  #lastArrived: IncomingMessage | null = null
  /** The first bytes after the certificate, until a request has come with them. */
  #firstBytes: string | null = null

  /** The connection of a socket whose handshake is done; its first request is early enough to make it. */
  static of (socket: TLSSocket): RenegotiableConnection {
    let connection = connections.get(socket)
    if (connection === undefined) connections.set(socket, connection = new RenegotiableConnection(socket))
    return connection
  }

  /** The same; `null` if nobody has asked for it. */
  static known (socket: TLSSocket): RenegotiableConnection | null {
    return connections.get(socket) ?? null
  }

  private constructor (socket: TLSSocket) {
    this.#socket = socket
    this.#certificate = peerLeafOf(socket)
    this.#state = this.#certificate === null ? 'notAsked' : 'obtained'
    this.closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('secure', () => {
      if (this.#state !== 'asking') socket.destroy()
    })
  }

  /** Notes that a request has come. To be called in the event that brings it. */
  arrived (request: IncomingMessage): void {
    if (this.#identityAtArrival.has(request)) return
    const firstBytes = this.#firstBytes
    this.#firstBytes = null
    if (firstBytes === null || beginsWith(request, firstBytes)) {
      this.#note(request, this.#identity)
    } else {
      this.#note(request, this.#identity - 1)
      markLast(request)
    }
  }

  #note (request: IncomingMessage, identity: number): void {
    this.#identityAtArrival.set(request, identity)
    this.#lastArrived = request
  }

  /** Whether a request came after the certificate, if there is one, and nobody is being asked for one. */
  isInTime (request: IncomingMessage): boolean {
    if (!this.#identityAtArrival.has(request)) this.#note(request, this.#identity)
    return this.#state !== 'asking' && this.#state !== 'failed' &&
      this.#identityAtArrival.get(request) === this.#identity
  }

  /** The certificate that counts for a request; `null` if none does. */
  certificateFor (request: IncomingMessage): PeerCertificate | null {
    return this.isInTime(request) ? this.#certificate : null
  }

  /** Of the last handshake that ended: in the middle of one, OpenSSL has none. `null`: the connection is gone. */
  get cipher (): CipherNameAndProtocol | null {
    const isEnded = this.#state !== 'asking' && this.#state !== 'failed'
    return isEnded ? this.#socket.getCipher() : this.#cipherBefore
  }

  /** Whether the client has said that it has no certificate for a root. */
  hasDeclined (root: string): boolean {
    return this.#declinedRoots.has(root)
  }

  /** Whether the client can't be asked again on this connection. */
  get isExhausted (): boolean {
    return this.#attempts >= allowedAttempts()
  }

  /** Lets a request wait until its turn has come, or the connection has ended, as it does when too many wait. */
  async waitInTurn (turn: Promise<unknown>): Promise<void> {
    if (++this.#inTurn > mostInTurn) this.#socket.destroy()
    await Promise.race([turn, this.closed])
    this.#inTurn--
  }

  /**
   * Asks the client for its certificate. Not to be called from within an event of the socket: what OpenSSL has read
   * already would come out of order.
   *
   * @param request the one that the certificate is for
   * @param root the path of the certificate root that it enters
   * @param timeout milliseconds; then the connection is closed
   */
  ask (request: IncomingMessage, root: string, timeout: number): Promise<Answer> {
    const socket = this.#socket
    this.#cipherBefore = socket.getCipher()
    this.#state = 'asking'
    this.#attempts++
    const received = request.complete ? socket.bytesRead : Infinity
    return new Promise((resolve) => {
      const settle = (event: 'handshake' | 'timedOut' | 'failed'): void => {
        if (this.#state !== 'asking') return
        clearTimeout(timer)
        socket.off('close', onClose)
        if (request !== this.#lastArrived || socket.bytesRead > received) markLast(request)
        const answer = event === 'handshake' ? this.#takeAnswer(request, root) : this.#fail(event)
        // Handlers must not write in the middle of OpenSSL's reading.
        setImmediate(resolve, answer)
      }
      const onClose = (): void => settle('failed')
      const timer = setTimeout(settle, timeout, 'timedOut')
      socket.on('close', onClose)
      if (socket.destroyed) return onClose()
      socket.renegotiate({ requestCert: true, rejectUnauthorized: false }, (error) => {
        settle(error === null ? 'handshake' : 'failed')
      })
    })
  }

  #takeAnswer (request: IncomingMessage, root: string): Answer {
    // Also empties OpenSSL's error queue of what it has against the certificate: lib/gate/handshakes.ts.
    this.#certificate = peerLeafOf(this.#socket)
    if (this.#certificate === null) {
      this.#state = 'declined'
      this.#declinedRoots.add(root)
    } else {
      this.#state = 'obtained'
      this.#identityAtArrival.set(request, ++this.#identity)
      if (request.complete) this.#awaitFirstBytes()
    }
    return this.#state
  }

  /**
   * What lies behind the end of a request in the buffers of Node's parser, nobody is told. But the next request must
   * begin with the next byte, or it has begun before the certificate (CVE-2009-3555).
   */
  #awaitFirstBytes (): void {
    const socket = this.#socket
    // After an upgrade it is no longer HTTP that reads the socket.
    if (socket.listenerCount('data') === 0) return
    socket.prependOnceListener('data', (bytes: Buffer) => {
      this.#firstBytes = bytes.toString('latin1')
    })
  }

  #fail (answer: 'timedOut' | 'failed'): Answer {
    this.#state = 'failed'
    this.#socket.destroy()
    return answer
  }
}

/** RFC 9112 §2.2 allows blank lines in front of a request. The bytes may end anywhere. */
function beginsWith ({ method, url }: IncomingMessage, bytes: string): boolean {
  const requestLine = `${method} ${url} `
  const beginning = bytes.replace(/^[\r\n]+/, '').slice(0, requestLine.length)
  return requestLine.startsWith(beginning)
}
