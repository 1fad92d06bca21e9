/** Reads what the presentation language of TLS describes (RFC 8446 §3). Whatever is not there throws a RangeError. */
export class TlsCursor {
  readonly #bytes: Buffer
  #position = 0

  constructor (bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd (): boolean {
    return this.#position === this.#bytes.length
  }

  /** An unsigned number of so many octets (RFC 8446 §3.3). */
  number (octets: number): number {
    return this.octets(octets).readUIntBE(0, octets)
  }

  octets (count: number): Buffer {
    const start = this.#position
    if (start + count > this.#bytes.length) throw new RangeError(`${count} octets are not there`)
    this.#position += count
    return this.#bytes.subarray(start, this.#position)
  }

  /** A vector of variable length, whose length comes first in so many octets (RFC 8446 §3.4). */
  vector (lengthOctets: number): TlsCursor {
    return new TlsCursor(this.octets(this.number(lengthOctets)))
  }

  /** All that is left. */
  rest (): Buffer {
    return this.octets(this.#bytes.length - this.#position)
  }

  end (): void {
    if (!this.isAtEnd) throw new RangeError('there are octets left')
  }
}
