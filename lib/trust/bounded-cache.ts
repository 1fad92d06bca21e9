/** Remembers the `size` values that were asked for last. A size of 0 remembers nothing. */
export class BoundedCache<Value> {
  readonly #size: number
  // A Map keeps the order in which keys were set: the one that was not asked for longest comes first
  readonly #values = new Map<string, Value>()

  constructor (size: number) {
    this.#size = size
  }

  get (key: string): Value | undefined {
    const value = this.#values.get(key)
    if (value !== undefined) this.#keep(key, value)
    return value
  }

  set (key: string, value: Value): void {
    this.#keep(key, value)
    if (this.#values.size > this.#size) this.#values.delete(this.#values.keys().next().value!)
  }

  #keep (key: string, value: Value): void {
    this.#values.delete(key)
    this.#values.set(key, value)
  }
}
