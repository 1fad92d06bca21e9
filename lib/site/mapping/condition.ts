import type { Facet } from './facets.js'

/** Something that a rule asks of a certificate: that one of the values of a facet fits. */
export interface Condition {
  readonly facet: Facet
  /** Conditions with the same id ask for the same; a denial's also asks for what can't be read. */
  readonly id: string
  /** The value that is asked for, or the pattern. */
  readonly asked: string
  /** The values that fit; `null` where `fits` alone can tell. */
  readonly values: readonly string[] | null
  readonly fits: (shown: ReadonlySet<string>) => boolean
}

/** This value is shown, or one of the others, which are left out of the id. */
export function someValue (facet: Facet, value: string, ...others: readonly string[]): Condition {
  const values = [value, ...others]
  return {
    facet,
    id: JSON.stringify([facet.name, 'is', value]),
    asked: value,
    values,
    fits: (shown) => values.some((one) => shown.has(one))
  }
}

/** A value is shown that passes the test. `pattern` tells it from other tests on this facet. */
export function someValueLike (facet: Facet, pattern: string, test: (value: string) => boolean): Condition {
  return {
    facet,
    id: JSON.stringify([facet.name, 'like', pattern]),
    asked: pattern,
    values: null,
    fits: (shown) => [...shown].some(test)
  }
}
