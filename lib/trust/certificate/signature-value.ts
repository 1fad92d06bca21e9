import type { DerCursor } from '../der/der-cursor.js'

/**
 * RFC 5280 §4.1.1.3, §5.1.1.3: the octets of a signature. Empty if it is not made of whole octets: then it is no
 * signature of any algorithm, and verifies with none. PKITS 4.1.2 and 4.1.6 carry such ones: certificates all the same.
 */
export function readSignatureValue (cursor: DerCursor): Uint8Array {
  return cursor.bitString() === 0 ? cursor.content() : new Uint8Array(0)
}
