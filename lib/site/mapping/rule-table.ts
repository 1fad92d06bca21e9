import type { Certificate } from '../../trust/certificate/certificate.js'
import type { Condition } from './condition.js'
import type { Facet } from './facets.js'

/** An entry of `users` that asks for more than the registry knows. */
interface Rule {
  /** In `users`. */
  readonly position: number
  readonly conditions: readonly Condition[]
}

/**
 * The rules, found by the values that a certificate shows. Each is kept under one of the values that it asks for; only
 * a rule of nothing but wildcards has to be tried, and only where none before it matches.
 */
export class RuleTable {
  readonly #byValue = new Map<Facet, Map<string, Rule[]>>()
  readonly #tried: Rule[] = []
  /** Those that are tried, by the id of their first condition. */
  readonly #triedById = new Map<string, Rule[]>()

  /**
   * Adds a rule behind all others.
   *
   * @returns the position of an earlier rule that takes all of its certificates; Infinity if none is found
   */
  add (position: number, conditions: readonly [Condition, ...Condition[]]): number {
    const shadow = this.#shadowOf(conditions)
    const rule = { position, conditions }
    const placed = this.#leastCrowded(conditions)
    if (placed !== null) {
      for (const value of placed.values!) push(mapOf(this.#byValue, placed.facet), value, rule)
    } else {
      this.#tried.push(rule)
      push(this.#triedById, conditions[0].id, rule)
    }
    return shadow
  }

  /** The position of the first rule before this one that a certificate matches; `before` if there is none. */
  find (certificate: Certificate, before: number): number {
    return this.findShown(new ShownValues(certificate), before)
  }

  /** The same for whatever shows these values, a certificate that is only thought of among it. */
  findShown (shown: Shown, before: number): number {
    let position = before
    for (const [facet, rules] of this.#byValue) {
      for (const value of shown.of(facet)) position = firstMatch(rules.get(value) ?? [], shown, position)
    }
    return firstMatch(this.#tried, shown, position)
  }

  /** One that asks for nothing that these do not ask for too. */
  #shadowOf (conditions: readonly Condition[]): number {
    const asked = new Set(conditions.map(({ id }) => id))
    for (const condition of conditions) {
      const shadow = this.#keptUnder(condition).find((rule) => rule.conditions.every(({ id }) => asked.has(id)))
      if (shadow !== undefined) return shadow.position
    }
    return Infinity
  }

  #keptUnder ({ facet, values, id }: Condition): readonly Rule[] {
    const rules = values === null ? this.#triedById.get(id) : this.#byValue.get(facet)?.get(values[0]!)
    return rules ?? []
  }

  /** The condition with the fewest rules under its value: `O=Example` may be asked for by all of them. */
  #leastCrowded (conditions: readonly Condition[]): Condition | null {
    const [first, ...others] = conditions.filter(({ values }) => values !== null)
    if (first === undefined) return null
    return others.reduce((best, other) => {
      return this.#keptUnder(other).length < this.#keptUnder(best).length ? other : best
    }, first)
  }
}

/** What can be looked at, facet by facet. */
export interface Shown {
  of (facet: Facet): ReadonlySet<string>
}

/** What a certificate shows, read once for all rules. */
export class ShownValues implements Shown {
  readonly #certificate: Certificate
  readonly #ofFacets = new Map<Facet, ReadonlySet<string>>()

  constructor (certificate: Certificate) {
    this.#certificate = certificate
  }

  of (facet: Facet): ReadonlySet<string> {
    let values = this.#ofFacets.get(facet)
    if (values === undefined) this.#ofFacets.set(facet, values = new Set(facet.valuesOf(this.#certificate)))
    return values
  }
}

function firstMatch (rules: readonly Rule[], shown: Shown, before: number): number {
  for (const { position, conditions } of rules) {
    if (position >= before) break
    if (conditions.every(({ facet, fits }) => fits(shown.of(facet)))) return position
  }
  return before
}

function mapOf<Key> (maps: Map<Key, Map<string, Rule[]>>, key: Key): Map<string, Rule[]> {
  let map = maps.get(key)
  if (map === undefined) maps.set(key, map = new Map())
  return map
}

function push (rules: Map<string, Rule[]>, key: string, rule: Rule): void {
  const found = rules.get(key)
  if (found === undefined) rules.set(key, [rule])
  else found.push(rule)
}
