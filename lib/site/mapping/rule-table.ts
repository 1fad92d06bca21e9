import type { Certificate } from '../../trust/certificate/certificate.js'
import { textsOf, type Condition } from './condition.js'
import type { Facet, ShownValue } from './facets.js'

type Conditions = readonly [Condition, ...Condition[]]

/** An entry of `users` that asks for more than the registry knows. */
interface Rule {
  /** In `users`. */
  readonly position: number
  /** The condition that it is found by. */
  readonly home: Condition
  readonly others: readonly Condition[]
}

/** The rules that are found by one facet. */
interface FacetRules {
  readonly facet: Facet
  /** By the values that fit. */
  readonly byValue: Map<ShownValue, Rule[]>
  /** Those whose wildcard has to tell. */
  readonly tried: Rule[]
}

/**
 * The rules, found by the values that a certificate shows. Each is kept under one of the values that it asks for; only
 * a rule of nothing but wildcards has to be tried, and only where none before it matches.
 */
export class RuleTable {
  /** By the names of the facets. */
  readonly #facets = new Map<string, FacetRules>()
  /** All of them, each under the id of one of its conditions. */
  readonly #byId = new Map<string, Rule[]>()

  /**
   * Adds a rule behind all others.
   *
   * @returns the position of an earlier rule that takes all of its certificates; Infinity if none is found
   */
  add (position: number, conditions: Conditions): number {
    const shadow = this.#shadowOf(conditions)
    const home = this.#homeOf(conditions)
    const rule = { position, home, others: conditions.filter((condition) => condition !== home) }
    const { facet, values, wildcard } = home
    const { byValue, tried } = this.#rulesOf(facet)
    if (wildcard !== null) tried.push(rule)
    for (const value of values ?? wildcard!.others) push(byValue, value, rule)
    push(this.#byId, leastCrowded(conditions, ({ id }) => this.#byId.get(id)).id, rule)
    return shadow
  }

  /** The position of the first rule before this one that a certificate matches; `before` if there is none. */
  find (certificate: Certificate, before: number): number {
    return this.findShown(new ShownValues(certificate), before)
  }

  /** The same for whatever shows these values, a certificate that is only thought of among it. */
  findShown (shown: Shown, before: number): number {
    let position = before
    for (const { facet, byValue } of this.#facets.values()) {
      for (const value of shown.of(facet)) position = firstMatch(byValue.get(value) ?? [], shown, position)
    }
    for (const { facet, tried } of this.#facets.values()) {
      if (tried.length > 0) position = firstMatch(tried, shown, position, textsOf(shown.of(facet)))
    }
    return position
  }

  #rulesOf (facet: Facet): FacetRules {
    let rules = this.#facets.get(facet.name)
    if (rules === undefined) this.#facets.set(facet.name, rules = { facet, byValue: new Map(), tried: [] })
    return rules
  }

  /** One that asks for nothing that these do not ask for too. */
  #shadowOf (conditions: readonly Condition[]): number {
    const asked = new Set(conditions.map(({ id }) => id))
    for (const { id } of conditions) {
      const shadow = this.#byId.get(id)?.find(({ home, others }) => [home, ...others].every(({ id }) => asked.has(id)))
      if (shadow !== undefined) return shadow.position
    }
    return Infinity
  }

  /** With the fewest rules under its value: `O=Example` may be asked for by all of them. */
  #homeOf (conditions: Conditions): Condition {
    const [first, ...others] = conditions.filter(({ values }) => values !== null)
    return first === undefined
      ? leastCrowded(conditions, ({ id }) => this.#byId.get(id))
      : leastCrowded([first, ...others], ({ facet, values }) => this.#facets.get(facet.name)?.byValue.get(values![0]!))
  }
}

/** What can be looked at, facet by facet. */
export interface Shown {
  of (facet: Facet): ReadonlySet<ShownValue>
}

/** What a certificate shows, read once for all rules. */
export class ShownValues implements Shown {
  readonly #certificate: Certificate
  /** By the names of the facets. */
  readonly #ofFacets = new Map<string, ReadonlySet<ShownValue>>()

  constructor (certificate: Certificate) {
    this.#certificate = certificate
  }

  of (facet: Facet): ReadonlySet<ShownValue> {
    let values = this.#ofFacets.get(facet.name)
    if (values === undefined) this.#ofFacets.set(facet.name, values = new Set(facet.valuesOf(this.#certificate)))
    return values
  }
}

/** @param texts what is shown to the wildcards that the rules are kept under; left out: they are kept under values */
function firstMatch (rules: readonly Rule[], shown: Shown, before: number, texts?: readonly string[]): number {
  if (texts?.length === 0) return before
  for (const { position, home, others } of rules) {
    if (position >= before) break
    if (texts !== undefined && !texts.some(home.wildcard!.accepts)) continue
    if (others.every(({ facet, fits }) => fits(shown.of(facet)))) return position
  }
  return before
}

/** The condition that the fewest rules are kept under. */
function leastCrowded (
  [first, ...others]: Conditions, keptUnder: (condition: Condition) => readonly Rule[] | undefined
): Condition {
  const crowd = (condition: Condition): number => keptUnder(condition)?.length ?? 0
  return others.reduce((best, other) => crowd(other) < crowd(best) ? other : best, first)
}

function push<Key> (rules: Map<Key, Rule[]>, key: Key, rule: Rule): void {
  const found = rules.get(key)
  if (found === undefined) rules.set(key, [rule])
  else found.push(rule)
}
