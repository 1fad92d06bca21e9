import type { Facet } from './facets.js'

/** Something that a rule asks of a certificate: that one of the values of a facet fits. */
export interface Condition {
  readonly facet: Facet
  /** Conditions with the same id ask for the same; a denial's also asks for what can't be read. */
  readonly id: string
  /** The value that is asked for, or the pattern. */
  readonly asked: string
  /** The values that fit; `null` where `wildcard` tells them. */
  readonly values: readonly string[] | null
  readonly wildcard: Wildcard | null
  readonly fits: (shown: ReadonlySet<string>) => boolean
}

/** Values that begin alike, and whose rest is accepted. */
export interface Wildcard {
  readonly beginning: string
  readonly accepts: (rest: string) => boolean
  /** Values that fit too. */
  readonly others: readonly string[]
}

/** This value is shown, or one of the others, which are left out of the id. */
export function someValue (facet: Facet, value: string, ...others: readonly string[]): Condition {
  const values = [value, ...others]
  return {
    facet,
    id: JSON.stringify([facet.name, 'is', value]),
    asked: value,
    values,
    wildcard: null,
    fits: (shown) => values.some((one) => shown.has(one))
  }
}

/** A value is shown that fits a wildcard. `pattern` tells it from other ones on this facet. */
export function someValueLike (facet: Facet, pattern: string, wildcard: Wildcard): Condition {
  const { beginning, accepts, others } = wildcard
  return {
    facet,
    id: JSON.stringify([facet.name, 'like', pattern]),
    asked: pattern,
    values: null,
    wildcard,
    fits: (shown) => {
      for (const value of shown) {
        if (value.startsWith(beginning) && accepts(value.slice(beginning.length))) return true
      }
      return others.some((other) => shown.has(other))
    }
  }
}

/** What is behind the beginning of those values that begin so. */
export function restsOf (shown: Iterable<string>, beginning: string): string[] {
  const rests: string[] = []
  for (const value of shown) {
    if (value.startsWith(beginning)) rests.push(value.slice(beginning.length))
  }
  return rests
}
