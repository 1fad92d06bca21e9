import type { Certificate } from '../../trust/certificate/certificate.js'
import { restsOf, type Condition } from './condition.js'
import type { Facet } from './facets.js'

type Conditions = readonly [Condition, ...Condition[]]

/** An entry of `users` that asks for more than the registry knows. */
interface Rule {
  /** In `users`. */
  readonly position: number
  /** The condition that it is found by. */
  readonly home: Condition
  readonly others: readonly Condition[]
}

/**
 * The rules, found by the values that a certificate shows. Each is kept under one of the values that it asks for; only
 * a rule of nothing but wildcards has to be tried, and only where none before it matches.
 */
export class RuleTable {
  readonly #byValue = new Map<Facet, Map<string, Rule[]>>()
  /** By the beginning of the values that fit. */
  readonly #tried = new Map<Facet, Map<string, Rule[]>>()
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
    if (wildcard !== null) push(mapOf(this.#tried, facet), wildcard.beginning, rule)
    for (const value of values ?? wildcard!.others) push(mapOf(this.#byValue, facet), value, rule)
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
    for (const [facet, rules] of this.#byValue) {
      for (const value of shown.of(facet)) position = firstMatch(rules.get(value) ?? [], shown, position)
    }
    for (const [facet, groups] of this.#tried) {
      for (const [beginning, rules] of groups) {
        position = firstMatch(rules, shown, position, restsOf(shown.of(facet), beginning))
      }
    }
    return position
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
      : leastCrowded([first, ...others], ({ facet, values }) => this.#byValue.get(facet)?.get(values![0]!))
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

/** @param rests what is shown to the wildcards that the rules are kept under; left out: they are kept under values */
function firstMatch (rules: readonly Rule[], shown: Shown, before: number, rests?: readonly string[]): number {
  if (rests?.length === 0) return before
  for (const { position, home, others } of rules) {
    if (position >= before) break
    if (rests !== undefined && !rests.some(home.wildcard!.accepts)) continue
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

function mapOf (maps: Map<Facet, Map<string, Rule[]>>, facet: Facet): Map<string, Rule[]> {
  let map = maps.get(facet)
  if (map === undefined) maps.set(facet, map = new Map())
  return map
}

function push (rules: Map<string, Rule[]>, key: string, rule: Rule): void {
  const found = rules.get(key)
  if (found === undefined) rules.set(key, [rule])
  else found.push(rule)
}
