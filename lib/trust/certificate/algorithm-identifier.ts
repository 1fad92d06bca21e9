import type { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'

/** RFC 5280 §4.1.1.2 */
export interface AlgorithmIdentifier {
  /** OID, dotted. */
  readonly algorithm: string
  /** Full DER element of the parameters, null if absent. */
  readonly parameters: Uint8Array | null
}

/** Throws a DerError. */
export function readAlgorithmIdentifier (cursor: DerCursor): AlgorithmIdentifier {
  const outer = cursor.enter(Tag.SEQUENCE)
  const algorithm = cursor.objectIdentifier()
  const parameters = cursor.hasNext() ? cursor.any().element() : null
  cursor.leave(outer)
  return { algorithm, parameters }
}
