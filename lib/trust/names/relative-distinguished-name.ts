import { Tag } from '../der/tags.js'
import type { DerCursor } from '../der/der-cursor.js'

/** Is called with an attribute's type; the element that the cursor has read last is its value. */
export type AttributeVisitor = (type: string, cursor: DerCursor) => void

/**
 * RFC 5280 §4.1.2.4: SET SIZE (1..MAX) OF AttributeTypeAndValue, in DER's order (X.690 §11.6). `tag` is another one
 * where the RDN is tagged implicitly (§4.2.1.13, nameRelativeToCRLIssuer).
 */
export function walkRelativeDistinguishedName (
  cursor: DerCursor,
  visit: AttributeVisitor,
  tag: number = Tag.SET
): void {
  const outer = cursor.enter(tag)
  let previous: Uint8Array | null = null
  do {
    const start = cursor.position
    walkAttribute(cursor, visit)
    if (previous === null && !cursor.hasNext()) break
    const attribute = cursor.elementFrom(start)
    if (previous !== null && Buffer.compare(previous, attribute) > 0) cursor.fail('SET OF not in order')
    previous = attribute
  } while (cursor.hasNext())
  cursor.leave(outer)
}

function walkAttribute (cursor: DerCursor, visit: AttributeVisitor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  const type = cursor.objectIdentifier()
  visit(type, cursor.any())
  cursor.leave(outer)
}
