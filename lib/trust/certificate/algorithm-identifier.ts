import type { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'

/** RFC 5280 §4.1.1.2 */
export interface AlgorithmIdentifier {
  /** OID, dotted. */
  readonly algorithm: string
  /** Full DER element of the parameters, null if absent. */
  readonly parameters: Uint8Array | null
}

/** Of most algorithms: one for all of them, and not a view of each certificate. */
const NULL = Uint8Array.of(Tag.NULL, 0)

/** Throws a DerError. */
export function readAlgorithmIdentifier (cursor: DerCursor): AlgorithmIdentifier {
  const outer = cursor.enter(Tag.SEQUENCE)
  const algorithm = cursor.objectIdentifier()
  const parameters = cursor.hasNext() ? readParameters(cursor) : null
  cursor.leave(outer)
  return { algorithm, parameters }
}

/**
 * ANY DEFINED BY algorithm. Departure: NULL, a named curve or a SEQUENCE, and nothing else; every algorithm that signs
 * certificates has one of these (RFC 3279 §2.2-2.3, RFC 4055, RFC 5480, RFC 8410). OpenSSL parses no certificate in
 * which one of them is malformed, whatever the algorithm.
 */
function readParameters (cursor: DerCursor): Uint8Array {
  switch (cursor.peek()) {
    case Tag.NULL:
      cursor.expect(Tag.NULL)
      if (cursor.contentEnd > cursor.contentStart) cursor.fail('NULL with content')
      return NULL
    case Tag.OBJECT_IDENTIFIER:
      cursor.objectIdentifier()
      break
    default:
      cursor.expect(Tag.SEQUENCE)
  }
  return cursor.element()
}
