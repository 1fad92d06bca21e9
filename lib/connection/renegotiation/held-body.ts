import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Keeps a request's body while its certificate is on the way: OpenSSL goes on with a handshake only while the socket is
 * read, and Node reads a socket only while the body is (node-tls.md 6).
 *
 * What was read is put back with `unshift`, so that whoever comes next finds the message as if nobody had looked at it:
 * content-type parsers, `bodyLimit`, and plugins that read `request.raw`, as @fastify/multipart does. A message whose
 * end was read can't take anything back. So what is in its buffer when its last byte is there stays in it.
 */
export class HeldBody {
  /** Fulfilled if more came than is kept. From then on the body is dropped, what was kept included. */
  readonly overflow: Promise<void>
  readonly #message: IncomingMessage
  readonly #limit: number
  readonly #chunks: Buffer[] = []
  #octets = 0
  #onOverflow!: () => void

  /** @param limit bytes that are kept at most */
  constructor (message: IncomingMessage, limit: number) {
    this.#message = message
    this.#limit = limit
    this.overflow = new Promise((resolve) => { this.#onOverflow = resolve })
    if (message.complete) this.#take()
    else message.on('readable', this.#take)
  }

  /** Puts everything back. What nobody has read when the response is finished does not block the connection. */
  release (response: ServerResponse): void {
    const message = this.#message
    message.off('readable', this.#take)
    for (const chunk of this.#chunks.splice(0).reverse()) message.unshift(chunk)
    response.once('finish', () => {
      // Node does so itself for messages that were never read (`_dump`); this one was.
      if (message.listenerCount('data') + message.listenerCount('readable') === 0) message.resume()
    })
  }

  readonly #take = (): void => {
    const { complete, readableLength } = this.#message
    if (this.#octets + readableLength > this.#limit) {
      this.#drop()
    } else if (!complete) {
      this.#octets += readableLength
      // Until Node 24 one call reads all there is, since then a part of it.
      for (let chunk: Buffer | null; (chunk = this.#message.read()) !== null;) this.#chunks.push(chunk)
    }
  }

  #drop (): void {
    this.#message.off('readable', this.#take)
    this.#chunks.length = 0
    this.#message.resume()
    this.#onOverflow()
  }
}
