import type { Certificate } from '../certificate/certificate.js'
import { readNameConstraints } from '../certificate/extensions/name-constraints.js'
import { DerCursor } from '../der/der-cursor.js'
import { NameConstraints } from '../names/name-constraints.js'
import { SubjectNames } from '../names/subject-names.js'
import { Allowance } from './allowance.js'
import type { ChainBudget } from './budget.js'

/** `null`: the certificate constrains no names, or its extension is malformed (then it has the bits of that). */
export function nameConstraintsOf ({ nameConstraints: der }: Certificate): NameConstraints | null {
  return der === null ? null : new NameConstraints(readNameConstraints(new DerCursor(der)))
}

/**
 * The judging of names in one search. Each pair of an authority and a certificate below it is judged once, in however
 * many paths they are.
 *
 * Peers' constraints and names are kept for the search alone: decoded, they take far more memory than the certificate.
 */
export class NameConstraintChecks {
  readonly #known: ReadonlyMap<Certificate, NameConstraints>
  // Made when the first constraint is met: most paths have none
  #ofPeers: Map<Certificate, NameConstraints | null> | undefined
  #names: Map<Certificate, SubjectNames> | undefined
  #results: Map<Certificate, Map<Certificate, number>> | undefined
  readonly #comparisons: Allowance

  /** `known` are the constraints that need not be decoded for this search. */
  constructor (known: ReadonlyMap<Certificate, NameConstraints>, budget: ChainBudget) {
    this.#known = known
    this.#comparisons = new Allowance(budget.nameConstraintComparisons)
  }

  /** The budget did not suffice: names that could not be judged are not permitted. */
  get exceeded (): boolean {
    return this.#comparisons.exceeded
  }

  /** CertTrust bits of the authority: of its constraints, and of the names of these certificates below it. */
  judge (authority: Certificate, subjects: readonly Certificate[]): number {
    const constraints = this.#constraintsOf(authority)
    if (constraints === null) return 0
    const known = this.#results ??= new Map()
    let results = known.get(authority)
    if (results === undefined) known.set(authority, results = new Map())
    let bits = constraints.faults
    for (const subject of subjects) {
      let result = results.get(subject)
      if (result === undefined) {
        results.set(subject, result = constraints.judge(this.#namesOf(subject), this.#comparisons))
      }
      bits |= result
    }
    return bits
  }

  #constraintsOf (authority: Certificate): NameConstraints | null {
    const known = this.#known.get(authority)
    if (known !== undefined) return known
    const ofPeers = this.#ofPeers ??= new Map()
    let constraints = ofPeers.get(authority)
    if (constraints === undefined) ofPeers.set(authority, constraints = nameConstraintsOf(authority))
    return constraints
  }

  #namesOf (certificate: Certificate): SubjectNames {
    const known = this.#names ??= new Map()
    let names = known.get(certificate)
    if (names === undefined) {
      known.set(certificate, names = new SubjectNames(certificate.subject, certificate.subjectAltName))
    }
    return names
  }
}
