import type { DerCursor } from './der-cursor.js'
import { Tag } from './tags.js'

/**
 * A BIT STRING with named bits (keyUsage, ReasonFlags): bit n as `1 << n`, for the nine bits that any of them has.
 *
 * Departure from X.690 §11.2.2: zero bits at the end are read, for some CAs write whole octets; they say what their
 * absence says.
 */
export function readNamedBits (cursor: DerCursor, tag: number = Tag.BIT_STRING): number {
  cursor.bitString(tag)
  const { bytes, contentStart, contentEnd } = cursor
  const first = contentStart < contentEnd ? bytes[contentStart]! : 0
  const second = contentStart + 1 < contentEnd ? bytes[contentStart + 1]! : 0
  return reverse(first) | (second & 0x80) << 1
}

/** The first bit of a BIT STRING is the highest of its octet (X.690 §8.6.2.1). */
function reverse (octet: number): number {
  let bits = 0
  for (let index = 0; index < 8; index++) bits |= ((octet >> (7 - index)) & 1) << index
  return bits
}
