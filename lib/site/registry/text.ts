import { Scanner } from './scanner.js'

/** By byte order mark; without one the text is UTF-8. */
function encodingOf (bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** What decoders leave where bytes are no text, and what is left of UTF-16 that was taken for something else. */
// eslint-disable-next-line no-control-regex
const NO_TEXT = /[\ufffd\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/**
 * A cursor at the start of a registry file's text, its lines ended by `\n`.
 *
 * @throws RegistryFileError at the first character that no text file holds: control characters, and the replacement
 * characters that a decoder puts in the place of bytes in another encoding. An IssuerCN that was damaged in this way
 * would never match.
 */
export function scannerOf (source: string | Uint8Array): Scanner {
  const decoded = typeof source === 'string' ? source : new TextDecoder(encodingOf(source)).decode(source)
  const text = decoded.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const scanner = new Scanner(text)
  const damaged = text.search(NO_TEXT)
  if (damaged !== -1) {
    throw scanner.error('text in UTF-8, or in UTF-16 with a byte order mark', damaged)
  }
  return scanner
}
