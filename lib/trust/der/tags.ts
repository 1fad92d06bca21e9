/** Identifier octets (X.690 §8.1.2) of the types that certificates are made of; SEQUENCE and SET are constructed. */
export const Tag = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OBJECT_IDENTIFIER: 0x06,
  ENUMERATED: 0x0a,
  UTF8_STRING: 0x0c,
  NUMERIC_STRING: 0x12,
  PRINTABLE_STRING: 0x13,
  TELETEX_STRING: 0x14,
  IA5_STRING: 0x16,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  UNIVERSAL_STRING: 0x1c,
  BMP_STRING: 0x1e,
  SEQUENCE: 0x30,
  SET: 0x31
} as const

/** Identifier octet of `[number]` over a primitive type, IMPLICIT. */
export function primitive (number: number): number {
  return 0x80 | number
}

/** Identifier octet of `[number]` over a constructed type, or of any `[number]` that is EXPLICIT. */
export function constructed (number: number): number {
  return 0xa0 | number
}
