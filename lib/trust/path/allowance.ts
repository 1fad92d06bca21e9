/** What is left of one limit of the budget, for one search. */
export class Allowance {
  #left: number
  /** More was asked for than was left. */
  exceeded = false

  constructor (limit: number) {
    this.#left = limit
  }

  /** False if there is not so much left, and from then on. */
  take (amount: number): boolean {
    if (amount > this.#left) this.exceeded = true
    this.#left -= amount
    return !this.exceeded
  }
}
