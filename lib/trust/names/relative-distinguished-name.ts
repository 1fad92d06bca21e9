import { Tag } from '../der/tags.js'
import type { DerCursor } from '../der/der-cursor.js'
import { isPlainString, isWellFormedString } from './string-types.js'

/**
 * AttributeValue ::= ANY. Departure from RFC 5280 §4.1.2.4: only string types, and what unique identifiers and
 * structured attributes are made of. OpenSSL's parser knows no others in a name (crypto/asn1/tasn_typ.c,
 * ASN1_PRINTABLE), so that no TLS peer can show a certificate with them.
 */
const valueTypes: ReadonlySet<number> = new Set([
  Tag.UTF8_STRING, Tag.PRINTABLE_STRING, Tag.NUMERIC_STRING, Tag.IA5_STRING, Tag.TELETEX_STRING, Tag.BMP_STRING,
  Tag.UNIVERSAL_STRING, Tag.BIT_STRING, Tag.SEQUENCE
])

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
  checkValue(cursor)
  visit(type, cursor)
  cursor.leave(outer)
}

/** Reads it. */
function checkValue (cursor: DerCursor): void {
  if (cursor.peek() === Tag.BIT_STRING) cursor.bitString()
  else cursor.any()
  if (isPlainString(cursor.tag, cursor.bytes, cursor.contentStart, cursor.contentEnd)) return
  if (!valueTypes.has(cursor.tag)) cursor.fail('type that attribute values have not')
  if (!isWellFormedString(cursor.tag, cursor.content())) cursor.fail('no characters of the string type')
}
