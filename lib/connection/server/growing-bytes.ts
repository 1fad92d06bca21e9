/** Bytes that arrive in pieces, however small: what is there already is seldom copied again. */
export class GrowingBytes {
  #room = Buffer.alloc(0)
  #length = 0

  get length (): number {
    return this.#length
  }

  append (piece: Uint8Array): void {
    const length = this.#length + piece.length
    if (length > this.#room.length) {
      const room = Buffer.alloc(Math.max(length, 2 * this.#room.length))
      this.#room.copy(room, 0, 0, this.#length)
      this.#room = room
    }
    this.#room.set(piece, this.#length)
    this.#length = length
  }

  /** A view of what is there from a position on; good until the next `append`. */
  from (position: number): Buffer {
    return this.#room.subarray(position, this.#length)
  }
}
