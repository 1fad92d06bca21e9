import { halfSipHash } from '../../trust/half-sip-hash.js'

/** A slot is two numbers: the hash of its key, and where its record begins; 0: it is free. */
const SLOT = 2

// A record is three numbers (of the key, how many octets the key has, the value), and behind them the octets.
const LENGTH = 4
const VALUE = 8
const OCTETS = 12

/** Two thirds full at most: a search ends after a few steps. */
const SLOTS_PER_KEY = 1.5

/**
 * Whole numbers by keys that are a number and octets: open addressing with a keyed hash, all records in one buffer.
 * Numbers are below 2^32.
 *
 * A Map would need a string for each key: made anew for each question, and kept wherever there was room. Of a million
 * keys it finds one in three times the time.
 */
export class OctetsMap {
  #slots = new Uint32Array(16 * SLOT)
  #records = new Uint8Array(512)
  #numbers = new DataView(this.#records.buffer)
  /** Where the next record will begin; none begins at 0. */
  #end = OCTETS
  #size = 0

  /** What is kept under the number and the octets from `start` on; `undefined` if nothing is. */
  get (number: number, octets: Uint8Array, start = 0): number | undefined {
    if (this.#size === 0) return undefined
    return this.#valueAt(this.#slotOf(hashOf(number, octets, start), number, octets, start))
  }

  /** Keeps a value. What is kept under the same key already stays, and is returned. */
  add (number: number, octets: Uint8Array, start: number, value: number): number | undefined {
    const hash = hashOf(number, octets, start)
    const slot = this.#slotOf(hash, number, octets, start)
    const former = this.#valueAt(slot)
    if (former !== undefined) return former
    this.#slots[slot] = hash
    this.#slots[slot + 1] = this.#append(number, octets, start, value)
    this.#size++
    if (this.#size * SLOTS_PER_KEY * SLOT > this.#slots.length) this.#grow()
    return undefined
  }

  #valueAt (slot: number): number | undefined {
    const record = this.#slots[slot + 1]!
    return record === 0 ? undefined : this.#numbers.getUint32(record + VALUE)
  }

  /** The slot of a key, or the free one where it belongs. */
  #slotOf (hash: number, number: number, octets: Uint8Array, start: number): number {
    const slots = this.#slots
    let slot = firstSlot(slots, hash)
    while (slots[slot + 1] !== 0 && !(slots[slot] === hash && this.#isKeyOf(slots[slot + 1]!, number, octets, start))) {
      slot = nextSlot(slots, slot)
    }
    return slot
  }

  /** All of it is compared: equal hashes of keys that differ come once in 2^32. */
  #isKeyOf (record: number, number: number, octets: Uint8Array, start: number): boolean {
    const own = record + OCTETS - start
    let difference = this.#numbers.getUint32(record) ^ number
    difference |= this.#numbers.getUint32(record + LENGTH) ^ (octets.length - start)
    for (let index = start; index < octets.length; index++) difference |= this.#records[own + index]! ^ octets[index]!
    return difference === 0
  }

  /** Where the record begins. */
  #append (number: number, octets: Uint8Array, start: number, value: number): number {
    const record = this.#end
    this.#end += OCTETS + octets.length - start
    if (this.#end > this.#records.length) this.#makeRoom(2 * this.#end)
    this.#numbers.setUint32(record, number)
    this.#numbers.setUint32(record + LENGTH, octets.length - start)
    this.#numbers.setUint32(record + VALUE, value)
    const own = record + OCTETS - start
    for (let index = start; index < octets.length; index++) this.#records[own + index] = octets[index]!
    return record
  }

  #makeRoom (length: number): void {
    const former = this.#records
    this.#records = new Uint8Array(length)
    this.#records.set(former)
    this.#numbers = new DataView(this.#records.buffer)
  }

  #grow (): void {
    const former = this.#slots
    const slots = this.#slots = new Uint32Array(2 * former.length)
    for (let from = 0; from < former.length; from += SLOT) {
      if (former[from + 1] === 0) continue
      let slot = firstSlot(slots, former[from]!)
      while (slots[slot + 1] !== 0) slot = nextSlot(slots, slot)
      slots[slot] = former[from]!
      slots[slot + 1] = former[from + 1]!
    }
  }
}

function hashOf (number: number, octets: Uint8Array, start: number): number {
  return halfSipHash(octets, start, octets.length, number)
}

function firstSlot (slots: Uint32Array, hash: number): number {
  return Math.imul(hash, SLOT) & (slots.length - 1)
}

function nextSlot (slots: Uint32Array, slot: number): number {
  return (slot + SLOT) & (slots.length - 1)
}
