import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { SecureContextOptions, Server as TlsServer, TlsOptions, TLSSocket } from 'node:tls'
import { hostMatches } from '../../site/host-pattern.js'
import type { Acquire } from '../../site/options.js'
import { markAsked } from './asked.js'
import { receiveClientHello } from './receive-client-hello.js'
import { othersTicketKeys, type Sides } from './sides.js'

const kAsking = Symbol.for('fastify-ce-cert-auth.asking')

/** Events of a TLS server that Node has work with only where somebody listens. */
const onDemand: ReadonlySet<string | symbol> = new Set(['keylog', 'newSession', 'OCSPRequest', 'resumeSession'])

/** Milliseconds that a handshake may take where nothing else is said: Node's own default. */
const defaultHandshakeTimeout = 120_000

/** What a server that asks by host name has in common with its site. */
export interface Asking {
  /** How those are asked who do not want to speak to `certificateHost`: not at all, or later. */
  readonly acquire: Acquire
  /** In lower case: exact, or `*.` and a name. */
  readonly certificateHost: string
}

export interface AskByHostName extends Asking {
  /** What the TLS options that are given mean on each side. */
  readonly sides: (given: TlsOptions) => Sides
  /** The TLS options that the server was made with, before they were those of a side. */
  readonly given: TlsOptions
}

/**
 * Makes a server ask those clients alone for a certificate that want to speak to `certificateHost`. A client says so in
 * its ClientHello, the first thing that it sends: that is read, put back, and given to one of two TLS servers. The one
 * that asks is the server itself; the other hands its connections on to it when their handshake is done, so that all
 * that comes after TLS is one server's.
 *
 * Whoever names no host, or says something that can't be read, is asked: that is the stricter side, and what can't be
 * read is refused there, in the words of TLS.
 *
 * @param server made with the options of the side that asks
 */
export function askByHostName (server: TlsServer, { acquire, certificateHost, sides, given }: AskByHostName): void {
  const others = createTlsServer(sides(given).others)
  const { handshakeTimeout = defaultHandshakeTimeout } = given
  const waiting = new Set<Socket>()
  const beginHandshake = server.listeners('connection')
  server.removeAllListeners('connection')

  server.on('connection', (socket: Socket) => {
    waiting.add(socket)
    receiveClientHello(socket, handshakeTimeout, (error, serverName) => {
      waiting.delete(socket)
      if (error !== null) {
        socket.destroy()
        server.emit('tlsClientError', error, socket as TLSSocket)
      } else if (serverName === null || hostMatches(serverName, certificateHost)) {
        for (const listener of beginHandshake) listener.call(server, socket)
      } else {
        others.emit('connection', socket)
      }
    })
  })
  server.prependListener('secureConnection', (socket) => { markAsked(socket, true) })
  handOn(others, server)
  followChanges(server, others, sides, waiting)
  Object.defineProperty(server, kAsking, { value: { acquire, certificateHost } satisfies Asking })
}

/** What a server that asks by host name was made for; `null` if it asks in another way, or not at all. */
export function askingOf (server: object): Asking | null {
  return (server as { [kAsking]?: Asking })[kAsking] ?? null
}

/** The host name that a server asks by; `null` if it asks in another way, or not at all. */
export function certificateHostOf (server: object): string | null {
  return askingOf(server)?.certificateHost ?? null
}

/** What happens on one TLS server happens on the other. */
function handOn (others: TlsServer, server: TlsServer): void {
  others.on('secureConnection', (socket) => {
    markAsked(socket, false)
    // As HTTP/1.1 does with a socket that comes to it: what the server makes of requests is looked up here.
    Object.assign(socket, { server })
    server.emit('secureConnection', socket)
  })
  others.on('tlsClientError', (error, socket) => server.emit('tlsClientError', error, socket))
  const listened: EventEmitter = server
  listened.on('newListener', (event: string | symbol) => {
    if (!onDemand.has(event) || others.listenerCount(event) > 0) return
    const emitter: EventEmitter = others
    emitter.on(event, (...values: unknown[]) => listened.emit(event, ...values))
  })
  listened.on('removeListener', (event: string | symbol) => {
    if (onDemand.has(event) && listened.listenerCount(event) === 0) others.removeAllListeners(event)
  })
}

/** What is changed while the server runs changes on both sides. */
function followChanges (
  server: TlsServer, others: TlsServer, sides: AskByHostName['sides'], waiting: ReadonlySet<Socket>
): void {
  const { addContext, close, setSecureContext, setTicketKeys } = server
  Object.assign(server, {
    addContext (...context: Parameters<typeof addContext>): void {
      addContext.apply(server, context)
      others.addContext(...context)
    },
    setSecureContext (given: SecureContextOptions): void {
      const { asked, others: notAsked } = sides(given)
      setSecureContext.call(server, asked)
      others.setSecureContext(notAsked)
    },
    setTicketKeys (ticketKeys: Buffer): void {
      setTicketKeys.call(server, ticketKeys)
      others.setTicketKeys(othersTicketKeys(ticketKeys))
    },
    /** Who has not even begun a handshake has nothing to wait for; unless another server accepts connections. */
    close (callback?: (error?: Error) => void): TlsServer {
      if (server.listening) for (const socket of waiting) socket.destroy()
      return close.call(server, callback)
    }
  })
}
