import type { Name } from '../names/name.js'

/**
 * Whose certificates the entries of a CRL speak of (RFC 5280 §5.3.3): each is of the issuer that was named last before
 * it or at it, of the CRL's own issuer where none was.
 */
export class EntryIssuers {
  readonly #numbers: Map<string, number>
  /** Where an issuer is named, ascending, and its number. */
  readonly #offsets: number[] = []
  readonly #numberAt: number[] = []

  constructor (crlIssuer: Name) {
    this.#numbers = new Map([[crlIssuer.key, 0]])
  }

  /** From the entry at this offset on. Offsets must be given in ascending order. */
  begin (offset: number, issuer: Name): void {
    const number = this.numberOf(issuer) ?? this.#numbers.size
    this.#numbers.set(issuer.key, number)
    this.#offsets.push(offset)
    this.#numberAt.push(number)
  }

  /** A number for each issuer; `undefined`: no entry is of that one. */
  numberOf (issuer: Name): number | undefined {
    return this.#numbers.get(issuer.key)
  }

  /** The number of the issuer of the entry at this offset. */
  at (offset: number): number {
    let low = 0
    let high = this.#offsets.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#offsets[middle]! <= offset) low = middle + 1
      else high = middle
    }
    return low === 0 ? 0 : this.#numberAt[low - 1]!
  }
}
