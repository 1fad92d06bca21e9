import { halfSipHash } from '../../trust/half-sip-hash.js'
import { HashSlots } from './hash-slots.js'

// A record is three numbers (of the key, how many octets the key has, the value), and behind them the octets.
const LENGTH = 4
const VALUE = 8
const OCTETS = 12

/**
 * Whole numbers by keys that are a number and octets: a keyed hash, all records in one buffer. Numbers are below 2^32.
 *
 * A Map would need a string for each key: made anew for each question, and kept wherever there was room. Of a million
 * keys it finds one in three times the time.
 */
export class OctetsMap {
  /** Where the records begin. */
  readonly #slots = new HashSlots()
  #records = new Uint8Array(512)
  #numbers = new DataView(this.#records.buffer)
  /** Where the next record will begin. */
  #end = 0

  get isEmpty (): boolean {
    return this.#slots.isEmpty
  }

  /** What is kept under the number and the octets from `start` on; `undefined` if nothing is. */
  get (number: number, octets: Uint8Array, start = 0): number | undefined {
    if (this.isEmpty) return undefined
    return this.#find(hashOf(number, octets, start), number, octets, start)
  }

  /** Keeps a value. What is kept under the same key already stays, and is returned. */
  add (number: number, octets: Uint8Array, start: number, value: number): number | undefined {
    const hash = hashOf(number, octets, start)
    const former = this.#find(hash, number, octets, start)
    if (former === undefined) this.#slots.add(hash, this.#append(number, octets, start, value))
    return former
  }

  #find (hash: number, number: number, octets: Uint8Array, start: number): number | undefined {
    for (let slot = this.#slots.first(hash); slot !== -1; slot = this.#slots.next(hash, slot)) {
      const record = this.#slots.at(slot)
      if (this.#isKeyOf(record, number, octets, start)) return this.#numbers.getUint32(record + VALUE)
    }
    return undefined
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
}

function hashOf (number: number, octets: Uint8Array, start: number): number {
  return halfSipHash(octets, start, octets.length, number)
}
