import type { DerCursor } from '../der/der-cursor.js'

/**
 * RFC 5280 §4.1.1.3, §5.1.1.3: the octets of a signature. Empty if it is not made of whole octets: then it is no
 * signature of any algorithm, and verifies with none. PKITS 4.1.2 and 4.1.6 carry such ones: certificates all the same.
 */
export function readSignatureValue (cursor: DerCursor): Uint8Array {
  return cursor.bytes.subarray(signatureValueStart(cursor), cursor.contentEnd)
}

/** Reads it, and gives where its octets begin; they end with the element. */
export function signatureValueStart (cursor: DerCursor): number {
  return cursor.bitString() === 0 ? cursor.contentStart : cursor.contentEnd
}
