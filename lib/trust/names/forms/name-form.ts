/** Which of the two lists of a nameConstraints extension (RFC 5280 §4.2.1.10). */
export type SubtreeList = 'permitted' | 'excluded'

/**
 * How constraints judge the names of one form (RFC 5280 §4.2.1.10). A name is within a subtree if and only if one of
 * its keys is a key of the subtree's base: what a name costs does not depend on how many subtrees there are.
 */
export interface NameForm<Value> {
  /** The keys of a constraint's base. `null`: it is malformed. */
  keysOfBase (base: Value, list: SubtreeList): readonly string[] | null
  /**
   * The keys of all bases that the name is within. `null`: it is malformed. Empty: it has no part that a constraint of
   * this form could speak of, and is within none, whatever it says.
   */
  keysOfName (name: Value): readonly string[] | null
}
