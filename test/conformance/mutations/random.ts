import { numbersFrom } from '../../support/numbers-from.js'

/**
 * Numbers that look random and are the same in every run. One object for each mutant, made from the run's
 * seed and the mutant's number: any mutant can be made again without those before it.
 */
export class Random {
  /** 0 to limit - 1. */
  readonly below: (limit: number) => number

  constructor (seed: number, sequence: number) {
    this.below = numbersFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(sequence + 1, 0x85ebca6b))
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
