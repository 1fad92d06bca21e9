/** Bytes of certificates that are remembered for all leaves together. */
const defaultCapacity = 4 * 1024 * 1024

/**
 * Remembers which intermediates came with a leaf. A resumed session brings the leaf alone (node-tls.md 2): without
 * this, a client whose chain was complete in the full handshake would be refused on the resumed one.
 *
 * What is remembered is never trusted: it is only offered to the chain engine as candidates, and only for the leaf that
 * it came with. The oldest leaf is forgotten first when the bound is reached.
 */
export class IntermediateMemory {
  readonly #byLeaf = new Map<string, readonly Uint8Array[]>()
  readonly #capacity: number
  #size = 0

  /** @param capacity bytes of DER kept at most; default 4 MiB */
  constructor (capacity = defaultCapacity) {
    this.#capacity = capacity
  }

  /**
   * The intermediates to verify a leaf with: those that came now, or else those that came with it before.
   *
   * @param leaf SHA-256 of the leaf
   * @param received the intermediates of this connection, DER
   */
  complete (leaf: string, received: readonly Uint8Array[]): readonly Uint8Array[] {
    if (received.length === 0) return this.#byLeaf.get(leaf) ?? received
    const size = sizeOf(received)
    if (size <= this.#capacity) {
      this.#forget(leaf)
      this.#byLeaf.set(leaf, received)
      this.#size += size
      for (const oldest of this.#byLeaf.keys()) {
        if (this.#size <= this.#capacity) break
        this.#forget(oldest)
      }
    }
    return received
  }

  #forget (leaf: string): void {
    this.#size -= sizeOf(this.#byLeaf.get(leaf) ?? [])
    this.#byLeaf.delete(leaf)
  }
}

function sizeOf (certificates: readonly Uint8Array[]): number {
  return certificates.reduce((size, certificate) => size + certificate.length, 0)
}
