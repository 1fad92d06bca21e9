/** A slot is two numbers: a hash, and one more than what is kept under it; 0: it is free. */
const SLOT = 2

/** Two thirds full at most: a search ends after a few steps. */
const SLOTS_PER_NUMBER = 1.5

/**
 * Whole numbers by hashes of 32 bits, open addressing: several may have one hash, and who asks tells them apart. They
 * are below 2^32 - 1.
 */
export class HashSlots {
  #slots = new Uint32Array(16 * SLOT)
  #size = 0

  get isEmpty (): boolean {
    return this.#size === 0
  }

  /** Where the first number with this hash is; -1: there is none. */
  first (hash: number): number {
    return this.#seek(hash, firstSlot(this.#slots, hash))
  }

  /** Where the next one is, behind this one. */
  next (hash: number, slot: number): number {
    return this.#seek(hash, nextSlot(this.#slots, slot))
  }

  /** The number that is there. */
  at (slot: number): number {
    return this.#slots[slot + 1]! - 1
  }

  /** Keeps one more number under the hash. */
  add (hash: number, number: number): void {
    if (++this.#size * SLOTS_PER_NUMBER * SLOT > this.#slots.length) this.#grow()
    put(this.#slots, hash, number + 1)
  }

  #seek (hash: number, from: number): number {
    const slots = this.#slots
    let slot = from
    while (slots[slot + 1] !== 0) {
      if (slots[slot] === hash) return slot
      slot = nextSlot(slots, slot)
    }
    return -1
  }

  #grow (): void {
    const former = this.#slots
    this.#slots = new Uint32Array(2 * former.length)
    for (let slot = 0; slot < former.length; slot += SLOT) {
      if (former[slot + 1] !== 0) put(this.#slots, former[slot]!, former[slot + 1]!)
    }
  }
}

/** In the first free slot. */
function put (slots: Uint32Array, hash: number, kept: number): void {
  let slot = firstSlot(slots, hash)
  while (slots[slot + 1] !== 0) slot = nextSlot(slots, slot)
  slots[slot] = hash
  slots[slot + 1] = kept
}

function firstSlot (slots: Uint32Array, hash: number): number {
  return Math.imul(hash, SLOT) & (slots.length - 1)
}

function nextSlot (slots: Uint32Array, slot: number): number {
  return (slot + SLOT) & (slots.length - 1)
}
