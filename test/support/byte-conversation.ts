import type { Readable, Writable } from 'node:stream'
import { formatHead, formatRequest, parseResponse } from './http-messages.js'
import type { ClientRequest, ClientResponse } from './conversation.js'

/** A connection that carries bytes: a socket, or the two ends of a program. */
export interface ByteStreams {
  readable: Readable
  writable: Writable
}

/** HTTP/1.1 by hand: each request is written when the response before it is there. */
export async function converseInBytes (
  { readable, writable }: ByteStreams,
  requests: readonly ClientRequest[]
): Promise<ClientResponse[]> {
  const reader = new ResponseReader(readable)
  const responses: ClientResponse[] = []
  for (const request of requests) {
    if (request.expectContinue) {
      writable.write(formatHead(request))
      if (await reader.continues()) writable.write(request.body ?? '')
    } else {
      writable.write(formatRequest(request))
    }
    responses.push(await reader.next(request.method))
  }
  return responses
}

/** Takes one response after another from a stream of bytes. */
export class ResponseReader {
  readonly #chunks: AsyncIterator<Buffer>
  #received = Buffer.alloc(0)

  constructor (readable: Readable) {
    this.#chunks = readable[Symbol.asyncIterator]()
  }

  /** The response to a request of that method. */
  async next (method = 'GET'): Promise<ClientResponse> {
    while (true) {
      const parsed = parseResponse(this.#received, method)
      if (parsed !== null) {
        this.#received = this.#received.subarray(parsed.length)
        return parsed.response
      }
      await this.#receive()
    }
  }

  /** Whether the server says `100 Continue`; a final response is left for `next`. */
  async continues (): Promise<boolean> {
    while (true) {
      const end = this.#received.indexOf('\r\n\r\n')
      if (end !== -1) {
        const isInterim = this.#received.toString('latin1', 0, end).startsWith('HTTP/1.1 100 ')
        if (isInterim) this.#received = this.#received.subarray(end + 4)
        return isInterim
      }
      await this.#receive()
    }
  }

  async #receive (): Promise<void> {
    const chunk = await this.#chunks.next()
    if (chunk.done === true) throw new Error(`the connection ended after "${this.#received}", no whole response`)
    this.#received = Buffer.concat([this.#received, chunk.value])
  }
}
