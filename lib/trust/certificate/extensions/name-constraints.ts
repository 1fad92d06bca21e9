import type { DerCursor } from '../../der/der-cursor.js'
import { constructed, primitive, Tag } from '../../der/tags.js'
import { checkGeneralName } from '../../names/general-name.js'

/**
 * RFC 5280 §4.2.1.10: NameConstraints ::= SEQUENCE { permittedSubtrees [0], excludedSubtrees [1] }, both
 * GeneralSubtrees OPTIONAL. An empty sequence is not allowed.
 */
export function checkNameConstraints (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  if (!cursor.hasNext()) cursor.fail('nameConstraints empty')
  if (cursor.peek() === constructed(0)) checkGeneralSubtrees(cursor, constructed(0))
  if (cursor.hasNext()) checkGeneralSubtrees(cursor, constructed(1))
  cursor.leave(outer)
}

/** GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree */
function checkGeneralSubtrees (cursor: DerCursor, tag: number): void {
  const outer = cursor.enter(tag)
  do checkGeneralSubtree(cursor)
  while (cursor.hasNext())
  cursor.leave(outer)
}

/**
 * GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
 *
 * Departure from X.690 §11.5: an encoded `minimum 0` is read; it says what its absence says.
 */
function checkGeneralSubtree (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  checkGeneralName(cursor, 'addressAndMask')
  if (cursor.peek() === primitive(0)) cursor.unsigned(primitive(0))
  if (cursor.hasNext()) cursor.unsigned(primitive(1))
  cursor.leave(outer)
}
