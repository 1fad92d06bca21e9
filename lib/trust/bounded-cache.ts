/** What all values of a cache weigh together at most, unless it is made for more: 4 MiB. */
const defaultMaximumWeight = 4 * 1024 * 1024

/** No value takes more than this share of a cache: it would push out too many others. */
const greatestShare = 1 / 64

/** In the order in which they were asked for. */
interface Entry<Value> {
  readonly key: string
  readonly value: Value
  readonly weight: number
  older: Entry<Value> | null
  newer: Entry<Value> | null
}

/**
 * Remembers the values that were asked for last: `size` of them at most, and no more than weigh `maximumWeight`
 * together. A size of 0 remembers nothing.
 *
 * What a peer sends ends up in caches, so a bound on their number alone would bound no memory.
 */
export class BoundedCache<Value> {
  readonly #size: number
  readonly #maximumWeight: number
  #weight = 0
  // The order is kept beside the Map: a key that is deleted and set again each time leaves it full of holes, and what
  // is asked for most often would take longest (1.6 µs)
  readonly #entries = new Map<string, Entry<Value>>()
  #newest: Entry<Value> | null = null
  #oldest: Entry<Value> | null = null

  constructor (size: number, maximumWeight: number = defaultMaximumWeight) {
    this.#size = size
    this.#maximumWeight = maximumWeight
  }

  /** Of all that is remembered, together. */
  get weight (): number {
    return this.#weight
  }

  get (key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (entry !== this.#newest) {
      this.#unlink(entry)
      this.#link(entry)
    }
    return entry.value
  }

  /** `weight` in bytes; by default that of a key made of octets. One that is too heavy is not remembered. */
  set (key: string, value: Value, weight: number = key.length): void {
    const former = this.#entries.get(key)
    if (former !== undefined) this.#delete(former)
    if (weight > this.#maximumWeight * greatestShare) return
    const entry = { key, value, weight, older: null, newer: null }
    this.#entries.set(key, entry)
    this.#link(entry)
    this.#weight += weight
    while (this.#entries.size > this.#size || this.#weight > this.#maximumWeight) this.#delete(this.#oldest!)
  }

  #delete (entry: Entry<Value>): void {
    this.#entries.delete(entry.key)
    this.#unlink(entry)
    this.#weight -= entry.weight
  }

  /** As the newest. */
  #link (entry: Entry<Value>): void {
    entry.older = this.#newest
    entry.newer = null
    if (this.#newest === null) this.#oldest = entry
    else this.#newest.newer = entry
    this.#newest = entry
  }

  #unlink ({ older, newer }: Entry<Value>): void {
    if (older === null) this.#oldest = newer
    else older.newer = newer
    if (newer === null) this.#newest = older
    else newer.older = older
  }
}
