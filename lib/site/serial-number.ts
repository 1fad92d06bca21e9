import { wrong } from './validation.js'

/** The order of the bytes of a serial number that is given as bytes: most significant first, or CryptoAPI's. */
export type SerialNumberByteOrder = 'big' | 'little'

const hexadecimal = /^(?:0x)?[\da-f]{2}(?:[:\s]*[\da-f]{2})*$/i
const prefixAndSeparators = /^0x|[:\s]/gi

/**
 * The key under which a configured serial number is compared as an integer. Text is always hexadecimal and most
 * significant byte first: `01:02:03`, `01 02 03`, `010203` and `0x010203` are one number. Bytes are read in the given
 * order.
 *
 * @throws TypeError for an empty number, half bytes, or anything but hexadecimal digits
 */
export function serialNumberKey (value: unknown, byteOrder: SerialNumberByteOrder, what: string): string {
  if (value instanceof Uint8Array && value.length > 0) {
    return keyOf(byteOrder === 'little' ? Uint8Array.from(value).reverse() : value)
  }
  if (typeof value === 'string' && hexadecimal.test(value.trim())) {
    return keyOf(Buffer.from(value.trim().replace(prefixAndSeparators, ''), 'hex'))
  }
  throw wrong(what, value, "a serial number: whole bytes in hexadecimal ('01:02:03', '010203') or a Uint8Array")
}

/**
 * The same key for the content octets of a certificate's INTEGER (RFC 5280 §4.1.2.2). Null if the number is negative
 * (X.690 §8.3.3, two's complement): no configured serial number is.
 */
export function serialNumberKeyOf (contents: Uint8Array): string | null {
  const first = contents[0]
  return first === undefined || first >= 0x80 ? null : keyOf(contents)
}

/** One character a byte, leading zeros left out. */
function keyOf (bytes: Uint8Array): string {
  let start = 0
  while (bytes[start] === 0) start++
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start).toString('latin1')
}
