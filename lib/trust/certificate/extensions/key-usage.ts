import type { DerCursor } from '../../der/der-cursor.js'

/** RFC 5280 §4.2.1.3: bit n of the BIT STRING is `1 << n`. */
export const KeyUsage = {
  digitalSignature: 1 << 0,
  nonRepudiation: 1 << 1,
  keyEncipherment: 1 << 2,
  dataEncipherment: 1 << 3,
  keyAgreement: 1 << 4,
  keyCertSign: 1 << 5,
  cRLSign: 1 << 6,
  encipherOnly: 1 << 7,
  decipherOnly: 1 << 8
} as const

/**
 * KeyUsage ::= BIT STRING. At least one of its bits must be set.
 *
 * Departure from X.690 §11.2.2: zero bits at the end are read, for some CAs write whole octets; they say what their
 * absence says.
 */
export function readKeyUsage (cursor: DerCursor): number {
  cursor.bitString()
  const [first = 0, second = 0] = cursor.content()
  const bits = reverse(first) | (second & 0x80) << 1
  return bits !== 0 ? bits : cursor.fail('keyUsage without a bit')
}

/** The first bit of a BIT STRING is the highest of its octet (X.690 §8.6.2.1). */
function reverse (octet: number): number {
  let bits = 0
  for (let index = 0; index < 8; index++) bits |= ((octet >> (7 - index)) & 1) << index
  return bits
}
