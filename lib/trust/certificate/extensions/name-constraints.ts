import type { DerCursor } from '../../der/der-cursor.js'
import { constructed, primitive, Tag } from '../../der/tags.js'
import { readGeneralName, type GeneralName } from '../../names/general-name.js'

/** RFC 5280 §4.2.1.10 */
export interface GeneralSubtree {
  readonly base: GeneralName
  readonly minimum: number
  readonly maximum: number | null
}

/** RFC 5280 §4.2.1.10 */
export interface SubtreeLists {
  /** `null` = absent. */
  readonly permittedSubtrees: readonly GeneralSubtree[] | null
  readonly excludedSubtrees: readonly GeneralSubtree[] | null
}

/**
 * NameConstraints ::= SEQUENCE { permittedSubtrees [0], excludedSubtrees [1] }, both GeneralSubtrees OPTIONAL. An empty
 * sequence is not allowed. Throws a DerError.
 */
export function readNameConstraints (cursor: DerCursor): SubtreeLists {
  const outer = cursor.enter(Tag.SEQUENCE)
  if (!cursor.hasNext()) cursor.fail('nameConstraints empty')
  const permittedSubtrees = cursor.peek() === constructed(0) ? readGeneralSubtrees(cursor, constructed(0)) : null
  const excludedSubtrees = cursor.hasNext() ? readGeneralSubtrees(cursor, constructed(1)) : null
  cursor.leave(outer)
  return { permittedSubtrees, excludedSubtrees }
}

/** GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree */
function readGeneralSubtrees (cursor: DerCursor, tag: number): GeneralSubtree[] {
  const subtrees: GeneralSubtree[] = []
  const outer = cursor.enter(tag)
  do subtrees.push(readGeneralSubtree(cursor))
  while (cursor.hasNext())
  cursor.leave(outer)
  return subtrees
}

/**
 * GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
 *
 * Departure from X.690 §11.5: an encoded `minimum 0` is read; it says what its absence says.
 */
function readGeneralSubtree (cursor: DerCursor): GeneralSubtree {
  const outer = cursor.enter(Tag.SEQUENCE)
  const base = readGeneralName(cursor, 'addressAndMask')
  const minimum = cursor.peek() === primitive(0) ? cursor.unsigned(primitive(0)) : 0
  const maximum = cursor.hasNext() ? cursor.unsigned(primitive(1)) : null
  cursor.leave(outer)
  return { base, minimum, maximum }
}
