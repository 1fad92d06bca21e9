import type { DerCursor } from '../../der/der-cursor.js'
import { Tag } from '../../der/tags.js'

/** RFC 5280 §4.2.1.12: ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId */
export function readExtendedKeyUsage (cursor: DerCursor): readonly string[] {
  const outer = cursor.enter(Tag.SEQUENCE)
  const purposes = [cursor.objectIdentifier()]
  while (cursor.hasNext()) purposes.push(cursor.objectIdentifier())
  cursor.leave(outer)
  return purposes
}
