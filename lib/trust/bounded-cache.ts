/** What all values of a cache weigh together at most, unless it is made for more: 4 MiB. */
const defaultMaximumWeight = 4 * 1024 * 1024

/** No value takes more than this share of a cache: it would push out too many others. */
const greatestShare = 1 / 64

interface Entry<Value> {
  readonly value: Value
  readonly weight: number
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
  // A Map keeps the order in which keys were set: the one that was not asked for longest comes first
  readonly #entries = new Map<string, Entry<Value>>()

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
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** `weight` in bytes; by default that of a key made of octets. One that is too heavy is not remembered. */
  set (key: string, value: Value, weight: number = key.length): void {
    this.#delete(key)
    if (weight > this.#maximumWeight * greatestShare) return
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    while (this.#entries.size > this.#size || this.#weight > this.#maximumWeight) {
      this.#delete(this.#entries.keys().next().value!)
    }
  }

  #delete (key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0
    this.#entries.delete(key)
  }
}
