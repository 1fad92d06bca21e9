import { isUtf8 } from 'node:buffer'
import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of an ASN.1 string. `null` if the type is no string type, or if the octets are not valid in it: such a
 * value has no text that everybody reads alike, and is compared by its octets alone.
 *
 * - A NUL is valid nowhere: programs written in C end the text there (CVE-2009-2408).
 * - PrintableString: any printable ASCII. Departure from X.680 §41.4: `*`, `&`, `@` and `_` are common in the wild and
 *   can be read in one way only; OpenSSL, Go and Windows read them as well.
 * - NumericString: digits and the space (X.680 §41.2).
 * - TeletexString: read as ISO 8859-1, as everybody writes it and OpenSSL and Windows read it, not as T.61.
 * - BMPString: no surrogates (X.680 §41.15: it ends at U+FFFF).
 */
export function decodeString (tag: number, octets: Uint8Array): string | null {
  const text = decoders.get(tag)?.(octets) ?? null
  return text === null || text.includes('\0') ? null : text
}

/**
 * The octets are characters of the type. Departure: octets beyond ASCII in a type that has none are let pass; old
 * certificates have them, and OpenSSL and Windows read them. `decodeString` gives no text for them.
 */
export function isWellFormedString (tag: number, octets: Uint8Array): boolean {
  if (tag === Tag.UTF8_STRING) return isUtf8(octets)
  if (tag === Tag.BMP_STRING) return decodeCodePoints(octets, 2) !== null
  return tag !== Tag.UNIVERSAL_STRING || decodeCodePoints(octets, 4) !== null
}

/** The types in which an octet is a character, as long as it is ASCII. */
const ASCII_TYPES: ReadonlySet<number> = new Set([
  Tag.UTF8_STRING, Tag.PRINTABLE_STRING, Tag.NUMERIC_STRING, Tag.IA5_STRING, Tag.TELETEX_STRING
])

/**
 * The octets from `start` to `end` are printable ASCII, with no blank at an end or beside another: prepared for
 * comparison (RFC 4518), the text is as long as it is here.
 */
export function isPlainString (tag: number, bytes: Uint8Array, start: number, end: number): boolean {
  if (!ASCII_TYPES.has(tag)) return false
  let previous = 0x20
  for (let index = start; index < end; index++) {
    const octet = bytes[index]!
    if (octet < 0x20 || octet > 0x7e || (octet === 0x20 && previous === 0x20)) return false
    previous = octet
  }
  return previous !== 0x20 || start === end
}

/** The text of a UTF8String, given as a whole DER element. `null` if it is of another type, or not valid. */
export function readUtf8String (der: Uint8Array): string | null {
  const cursor = new DerCursor(der).any()
  return cursor.tag === Tag.UTF8_STRING ? decodeString(cursor.tag, cursor.content()) : null
}

/** Whether values with this identifier octet are meant as text. */
export function isStringType (tag: number): boolean {
  return decoders.has(tag)
}

const decoders = new Map<number, (octets: Uint8Array) => string | null>([
  [Tag.UTF8_STRING, decodeUtf8],
  [Tag.PRINTABLE_STRING, decodePrintable],
  [Tag.NUMERIC_STRING, decodeNumeric],
  [Tag.IA5_STRING, decodeAscii],
  [Tag.TELETEX_STRING, decodeLatin1],
  [Tag.BMP_STRING, (octets) => decodeCodePoints(octets, 2)],
  [Tag.UNIVERSAL_STRING, (octets) => decodeCodePoints(octets, 4)]
])

function decodeUtf8 (octets: Uint8Array): string | null {
  const text = decodeAscii(octets)
  if (text !== null) return text
  try {
    return utf8.decode(octets)
  } catch {
    return null // the only thing that a fatal decoder throws for: not UTF-8
  }
}

function decodePrintable (octets: Uint8Array): string | null {
  const text = decodeAscii(octets)
  return text !== null && /^[\x20-\x7e]*$/.test(text) ? text : null
}

function decodeNumeric (octets: Uint8Array): string | null {
  const text = decodeAscii(octets)
  return text !== null && /^[0-9 ]*$/.test(text) ? text : null
}

function decodeAscii (octets: Uint8Array): string | null {
  for (let index = 0; index < octets.length; index++) {
    if (octets[index]! > 0x7f) return null
  }
  return decodeLatin1(octets)
}

function decodeLatin1 (octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')
}

function decodeCodePoints (octets: Uint8Array, width: 2 | 4): string | null {
  if (octets.length % width !== 0) return null
  let text = ''
  for (let start = 0; start < octets.length; start += width) {
    let codePoint = 0
    for (let index = start; index < start + width; index++) codePoint = codePoint * 0x100 + octets[index]!
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return null
    text += String.fromCodePoint(codePoint)
  }
  return text
}
