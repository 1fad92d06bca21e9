import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { CipherNameAndProtocol, TLSSocket } from 'node:tls'
import type { Acquisition } from '../site/acquisition.js'
import { acquisitionOf } from './acquisition.js'
import { cipherStrength } from './cipher-strength.js'
import { keptPeer, peerLeafOf, type PeerCertificate } from './peer-certificate.js'
import { RenegotiableConnection } from './renegotiation/renegotiable-connection.js'
import { askedOn } from './server/asked.js'

/**
 * What the socket itself says of the connection a request came on. Nothing is taken from headers, from
 * `request.protocol` or `request.host`, which a proxy's headers can change (lessons.md S39), nor from
 * `socket.authorized`, which is wrong on resumed sessions (node-tls.md 1).
 *
 * Each fact is asked for when it is needed: most requests need few.
 */
export class Connection {
  readonly #request: IncomingMessage | Http2ServerRequest
  readonly #socket: TLSSocket

  constructor (request: IncomingMessage | Http2ServerRequest) {
    this.#request = request
    this.#socket = request.socket as TLSSocket
  }

  get encrypted (): boolean {
    return this.#socket.encrypted === true
  }

  /** The socket itself, one object for the whole connection; `null` without TLS. */
  get tlsSocket (): TLSSocket | null {
    if (!this.encrypted) return null
    // HTTP/2 shows each stream a socket of its own.
    const session = 'stream' in this.#request ? this.#request.stream.session : undefined
    return (session?.socket as TLSSocket | undefined) ?? this.#socket
  }

  /** Strength of the cipher in bits; 0 without TLS, and when the connection is gone. */
  get cipherBits (): number {
    if (!this.encrypted) return 0
    const renegotiable = RenegotiableConnection.known(this.#socket)
    // A client that begins a handshake by itself, and is about to be cut off, leaves none.
    const cipher: CipherNameAndProtocol | null | undefined =
      renegotiable === null ? this.#socket.getCipher() : renegotiable.cipher
    return cipher == null ? 0 : cipherStrength(cipher.standardName)
  }

  /** The host name that the client asked for in its ClientHello (RFC 6066 §3), lower case; `null` if it named none. */
  get serverName (): string | null {
    const { servername } = this.#socket as { servername?: string | false | null }
    return typeof servername === 'string' && servername !== '' ? servername.toLowerCase() : null
  }

  /**
   * Whether the client was asked for its certificate in the handshake, where the server asks by host name
   * (`createServer`); `null` where it does not. Unlike `serverName`, a resumed session does not hide it.
   */
  get asked (): boolean | null {
    return askedOn(this.#socket)
  }

  /**
   * The host that the request is for (RFC 9110 §7.1), lower case, without port; `null` if it names none, or in HTTP/2
   * two that differ (RFC 9113 §8.3.1).
   */
  get host (): string | null {
    const authority = this.#authority
    return authority === null ? null : hostOf(authority)
  }

  /** The port that the request is for; `null` if it names none. */
  get port (): string | null {
    return /:(\d+)$/.exec(this.#authority ?? '')?.[1] ?? null
  }

  get #authority (): string | null {
    const { headers, url = '' } = this.#request
    const { ':authority': authority, host = authority } = headers
    const absolute = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]
    if (absolute !== undefined) return absolute
    if (typeof host !== 'string' || (authority !== undefined && authority !== host)) return null
    return host
  }

  /** What came of asking the client in the middle of this connection, for this request; `null`: that was not tried. */
  get acquisition (): Acquisition | null {
    return acquisitionOf(this.#request)
  }

  /** The certificate that the client proved to own on this connection; `null` if it sent none. */
  get peerCertificate (): PeerCertificate | null {
    const { tlsSocket } = this
    if (tlsSocket === null) return null
    const renegotiable = RenegotiableConnection.known(tlsSocket)
    return renegotiable === null
      ? keptPeer(tlsSocket) ?? peerLeafOf(tlsSocket)
      : renegotiable.certificateFor(this.#request as IncomingMessage)
  }
}

function hostOf (authority: string): string | null {
  const host = authority.replace(/^.*@/s, '').replace(/:\d*$/, '').replace(/\.$/, '')
  return host === '' ? null : host.toLowerCase()
}
