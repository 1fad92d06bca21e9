import type { Facet, ShownValue } from './facets.js'

/** Something that a rule asks of a certificate: that one of the values of a facet fits. */
export interface Condition {
  readonly facet: Facet
  /** Conditions with the same id ask for the same; a denial's also asks for what can't be read. */
  readonly id: string
  /** The value that is asked for, or the pattern. */
  readonly asked: string
  /** The values that fit; `null` where `wildcard` tells them. */
  readonly values: readonly ShownValue[] | null
  readonly wildcard: Wildcard | null
  readonly fits: (shown: ReadonlySet<ShownValue>) => boolean
}

/** Texts that are accepted. */
export interface Wildcard {
  readonly accepts: (text: string) => boolean
  /** Values that fit too. */
  readonly others: readonly ShownValue[]
}

/** This value is shown, or one of the others, which are left out of the id. */
export function someValue (facet: Facet, value: string, ...others: readonly ShownValue[]): Condition {
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
  const { accepts, others } = wildcard
  return {
    facet,
    id: JSON.stringify([facet.name, 'like', pattern]),
    asked: pattern,
    values: null,
    wildcard,
    fits: (shown) => textsOf(shown).some(accepts) || others.some((other) => shown.has(other))
  }
}

/** Those of the values that can be read. */
export function textsOf (shown: Iterable<ShownValue>): string[] {
  const texts: string[] = []
  for (const value of shown) {
    if (value !== null) texts.push(value)
  }
  return texts
}
