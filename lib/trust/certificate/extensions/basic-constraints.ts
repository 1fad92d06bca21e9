import type { DerCursor } from '../../der/der-cursor.js'
import { Tag } from '../../der/tags.js'

/** RFC 5280 §4.2.1.9 */
export interface BasicConstraints {
  readonly cA: boolean
  readonly pathLenConstraint: number | null
}

/**
 * BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
 *
 * Departure from X.690 §11.5: an encoded `cA FALSE` is read, for many CAs write it; it says what its absence says.
 */
export function readBasicConstraints (cursor: DerCursor): BasicConstraints {
  const outer = cursor.enter(Tag.SEQUENCE)
  const cA = cursor.peek() === Tag.BOOLEAN && cursor.boolean()
  const pathLenConstraint = cursor.hasNext() ? cursor.unsigned() : null
  cursor.leave(outer)
  if (pathLenConstraint !== null && !cA) cursor.fail('pathLenConstraint without cA')
  return { cA, pathLenConstraint }
}
