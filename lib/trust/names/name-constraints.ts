import type { GeneralSubtree, SubtreeLists } from '../certificate/extensions/name-constraints.js'
import type { Allowance } from '../path/allowance.js'
import { CertTrust } from '../status.js'
import type { SubtreeList } from './forms/name-form.js'
import type { GeneralName } from './general-name.js'
import { formedName, nameFormOf } from './name-forms.js'
import type { SubjectNames } from './subject-names.js'
import { SubtreeSet } from './subtree-set.js'

const {
  INVALID_NAME_CONSTRAINTS, HAS_NOT_SUPPORTED_NAME_CONSTRAINT, HAS_NOT_PERMITTED_NAME_CONSTRAINT,
  HAS_EXCLUDED_NAME_CONSTRAINT
} = CertTrust

/** The subtrees of one name form. `null`: this list has none of the form. */
type FormSubtrees = Record<SubtreeList, SubtreeSet | null>

/**
 * A nameConstraints extension (RFC 5280 §4.2.1.10), indexed by its name forms.
 *
 * A base that is malformed is no subtree: as a permitted one it permits nothing. One with a minimum or a maximum is
 * read as if it had none, so that forgiving HAS_NOT_SUPPORTED_NAME_CONSTRAINT still leaves its base judged.
 */
export class NameConstraints {
  /** CertTrust bits of the extension itself, whoever it is applied to. */
  readonly faults: number
  readonly #forms = new Map<string, FormSubtrees>()

  constructor ({ permittedSubtrees, excludedSubtrees }: SubtreeLists) {
    let faults = 0
    for (const subtree of permittedSubtrees ?? []) faults |= this.#add(subtree, 'permitted')
    for (const subtree of excludedSubtrees ?? []) faults |= this.#add(subtree, 'excluded')
    this.faults = faults
  }

  /** RFC 5280 §6.1.3(b)-(c): the CertTrust bits of a certificate's names. */
  judge (names: SubjectNames, comparisons: Allowance): number {
    let bits = names.areComplete ? 0 : INVALID_NAME_CONSTRAINTS
    for (const [form, subtrees] of this.#forms) {
      for (const name of names.ofForm(form)) bits |= judgeName(name, subtrees, comparisons)
    }
    return bits
  }

  #add ({ base, minimum, maximum }: GeneralSubtree, list: SubtreeList): number {
    const subtrees = this.#subtreesOf(nameFormOf(base))
    const set = subtrees[list] ??= new SubtreeSet()
    const keys = formedName(base)?.asBase(list)
    for (const key of keys ?? []) set.add(key)
    return (keys === null ? INVALID_NAME_CONSTRAINTS : 0) |
      (minimum !== 0 || maximum !== null ? HAS_NOT_SUPPORTED_NAME_CONSTRAINT : 0)
  }

  #subtreesOf (form: string): FormSubtrees {
    let subtrees = this.#forms.get(form)
    if (subtrees === undefined) this.#forms.set(form, subtrees = { permitted: null, excluded: null })
    return subtrees
  }
}

/** A name that can't be judged, or not within the budget, is not permitted, where only some names are. */
function judgeName (name: GeneralName, { permitted, excluded }: FormSubtrees, comparisons: Allowance): number {
  if (!comparisons.take(1)) return HAS_NOT_PERMITTED_NAME_CONSTRAINT
  const formed = formedName(name)
  if (formed === null) return HAS_NOT_SUPPORTED_NAME_CONSTRAINT
  const keys = formed.asName()
  if (keys === null) return INVALID_NAME_CONSTRAINTS | (permitted === null ? 0 : HAS_NOT_PERMITTED_NAME_CONSTRAINT)
  if (keys.length === 0 || !comparisons.take(keys.length)) return HAS_NOT_PERMITTED_NAME_CONSTRAINT
  return (permitted === null || permitted.covers(keys) ? 0 : HAS_NOT_PERMITTED_NAME_CONSTRAINT) |
    (excluded?.covers(keys) === true ? HAS_EXCLUDED_NAME_CONSTRAINT : 0)
}
