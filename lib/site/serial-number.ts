import { wrong } from '../validation.js'

/** The order of the bytes of a serial number that is given as bytes: most significant first, or CryptoAPI's. */
export type SerialNumberByteOrder = 'big' | 'little'

const hexadecimal = /^(?:0x)?[\da-f]{2}(?:[:\s]*[\da-f]{2})*$/i
const prefixAndSeparators = /^0x|[:\s]/gi

/**
 * The octets of a configured serial number, most significant first. Text is always hexadecimal and most significant
 * byte first: `01:02:03`, `01 02 03`, `010203` and `0x010203` are one number. Bytes are read in the given order.
 *
 * @throws TypeError for an empty number, half bytes, or anything but hexadecimal digits
 */
export function readSerialNumber (value: unknown, byteOrder: SerialNumberByteOrder, what: string): Uint8Array {
  if (value instanceof Uint8Array && value.length > 0) {
    return byteOrder === 'little' ? Uint8Array.from(value).reverse() : value
  }
  if (typeof value === 'string' && hexadecimal.test(value.trim())) {
    return Buffer.from(value.trim().replace(prefixAndSeparators, ''), 'hex')
  }
  throw wrong(what, value, "a serial number: whole bytes in hexadecimal ('01:02:03', '010203') or a Uint8Array")
}

/** The key under which a configured serial number is compared as an integer: see `readSerialNumber`. */
export function serialNumberKey (value: unknown, byteOrder: SerialNumberByteOrder, what: string): string {
  return keyOf(readSerialNumber(value, byteOrder, what))
}

/** The same key for the content octets of a certificate's INTEGER. Null if no configured serial number equals it. */
export function serialNumberKeyOf (contents: Uint8Array): string | null {
  return isConfigurable(contents) ? keyOf(contents) : null
}

/**
 * The content octets of a certificate's INTEGER (RFC 5280 §4.1.2.2) are no negative number (X.690 §8.3.3, two's
 * complement): no configured serial number is.
 */
export function isConfigurable (contents: Uint8Array): boolean {
  return contents.length > 0 && contents[0]! < 0x80
}

/** Where the octets of a serial number begin that count: behind its leading zeros. */
export function significantStart (octets: Uint8Array): number {
  let start = 0
  while (octets[start] === 0) start++
  return start
}

/** One character a byte, leading zeros left out. */
function keyOf (octets: Uint8Array): string {
  const start = significantStart(octets)
  return Buffer.from(octets.buffer, octets.byteOffset + start, octets.length - start).toString('latin1')
}
