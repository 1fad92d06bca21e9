/** The subtrees of one name form, permitted or excluded, by the keys of their bases. */
export class SubtreeSet {
  readonly #keys = new Set<string>()
  /** A key of another length need not be looked at: the keys of a long name can be long, and many. */
  readonly #lengths = new Set<number>()

  add (key: string): void {
    this.#keys.add(key)
    this.#lengths.add(key.length)
  }

  /** Whether a name with these keys is within one of the subtrees. */
  covers (keys: readonly string[]): boolean {
    return keys.some((key) => this.#lengths.has(key.length) && this.#keys.has(key))
  }
}
