/**
 * Numbers that look random and are the same in every run (mulberry32). One object for each mutant, made from the run's
 * seed and the mutant's number: any mutant can be made again without those before it.
 */
export class Random {
  #state: number

  constructor (seed: number, sequence: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(sequence + 1, 0x85ebca6b)
  }

  /** 0 to 2^32 - 1. */
  #next (): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** 0 to limit - 1. */
  below (limit: number): number {
    return this.#next() % limit
  }

  /** True in `percent` of 100 cases. */
  chance (percent: number): boolean {
    return this.below(100) < percent
  }

  pick<Item> (list: readonly Item[]): Item {
    return list[this.below(list.length)]!
  }

  bytes (length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }
}
