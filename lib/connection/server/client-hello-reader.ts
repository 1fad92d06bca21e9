import { GrowingBytes } from './growing-bytes.js'
import { serverNameOf } from './server-name.js'

/** ContentType handshake (RFC 8446 §5.1), HandshakeType client_hello (RFC 8446 §4) */
const HANDSHAKE = 22
const CLIENT_HELLO = 1

const recordHeader = 5
const messageHeader = 4

/** RFC 8446 §5.1 */
const maxFragment = 2 ** 14

/** Octets of a ClientHello that OpenSSL reads, with the records around it (CLIENT_HELLO_MAX_LENGTH). */
const maxOctets = 131_396

/**
 * Puts a ClientHello together, over however many records and segments it comes, and reads the host name in it.
 *
 * The work for each octet is bounded, so that many small records or segments cost no more than few large ones.
 */
export class ClientHelloReader {
  readonly #received = new GrowingBytes()
  readonly #message = new GrowingBytes()
  /** Of the first record that is not there as a whole. */
  #position = 0

  /** All that was received. */
  get bytes (): Buffer {
    return this.#received.from(0)
  }

  /**
   * Takes what has arrived.
   *
   * @returns the host name; `null` if there is none, or if what comes is no ClientHello that could be read; `undefined`
   *   if more must come
   */
  push (chunk: Uint8Array): string | null | undefined {
    this.#received.append(chunk)
    let fragment = this.#nextFragment()
    while (fragment != null) {
      this.#message.append(fragment)
      const message = this.#message.from(0)
      if (message[0] !== CLIENT_HELLO) return null
      const length = message.length < messageHeader ? Infinity : messageHeader + message.readUIntBE(1, 3)
      if (message.length === length) return serverNameOf(message.subarray(messageHeader))
      // RFC 8446 §5.1: what follows a ClientHello has a record of its own.
      if (message.length > length) return null
      fragment = this.#nextFragment()
    }
    return fragment === null || this.#received.length > maxOctets ? null : undefined
  }

  /** The fragment of a record of the handshake; `undefined` if it is not there yet, `null` if it will never be. */
  #nextFragment (): Buffer | null | undefined {
    const record = this.#received.from(this.#position)
    const [type, majorVersion] = record
    if ((type ?? HANDSHAKE) !== HANDSHAKE || (majorVersion ?? 3) !== 3) return null
    if (record.length < recordHeader) return undefined
    const length = record.readUInt16BE(3)
    if (length === 0 || length > maxFragment) return null
    const end = recordHeader + length
    if (record.length < end) return undefined
    this.#position += end
    return record.subarray(recordHeader, end)
  }
}
