import type { DerCursor } from '../../der/der-cursor.js'
import { readNamedBits } from '../../der/named-bits.js'

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

/** KeyUsage ::= BIT STRING. At least one of its bits must be set. */
export function readKeyUsage (cursor: DerCursor): number {
  const bits = readNamedBits(cursor)
  return bits !== 0 ? bits : cursor.fail('keyUsage without a bit')
}
