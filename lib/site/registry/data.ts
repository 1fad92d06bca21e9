import type { Scanner } from './scanner.js'

/** The data of a registry value, named by the type that it has in the registry. */
export type RegistryData =
  | { readonly type: 'REG_SZ', readonly value: string }
  | { readonly type: 'REG_DWORD', readonly value: number }
  | { readonly type: 'REG_BINARY', readonly value: Uint8Array }
  | { readonly type: 'REG_MULTI_SZ', readonly value: readonly string[] }
  /** CE only: where a string is to be found (`netmui.dll,#9001`), not the string. */
  | { readonly type: 'REG_MUI_SZ', readonly value: string }
  /** Any other type of Windows' registry, as `hex(n):` writes it. */
  | { readonly type: `hex(${string})`, readonly value: Uint8Array }

/**
 * How a file holds the strings of `hex(1):`, `hex(2):` and `hex(7):`. REGEDIT4 files do in the code page of the machine
 * that wrote them, of which only the ASCII half is known.
 */
export type StringEncoding = 'utf-16le' | 'ascii'

/** Blanks; a line that ends with `\`, a comment behind it or not, goes on in the next one. */
export const BLANKS = /(?:[ \t]|\\[ \t]*(?:;[^\n]*)?\n)*/y
/** In a list, a line that ends with a comma goes on as well (CE's own multi_sz examples). */
const LIST_BLANKS = /(?:[ \t]|\\?[ \t]*(?:;[^\n]*)?\n)*/y

/** The items of a list separated by commas. */
function items<Item> (scanner: Scanner, item: () => Item): Item[] {
  const list = [item()]
  for (scanner.take(BLANKS); scanner.take(/,/y) !== null; scanner.take(BLANKS)) {
    scanner.take(LIST_BLANKS)
    list.push(item())
  }
  return list
}

/** A string between quotes: `\\` is a backslash, `\"` a quote. */
export function quotedString (scanner: Scanner): string {
  const start = scanner.offset
  scanner.expect(/"/y, 'a string between quotes')
  const [text] = scanner.take(/(?:[^"\\\n]|\\["\\])*/y)!
  if (scanner.take(/"/y) === null) {
    throw scanner.take(/(?=\\.)/y) === null
      ? scanner.error('a string that ends with a quote on the line on which it starts', start)
      : scanner.error('"\\\\" for a backslash, or "\\"" for a quote')
  }
  return text.replace(/\\(.)/g, '$1')
}

function hexadecimalBytes (scanner: Scanner): Uint8Array {
  // `hex:` with nothing behind it is a value without bytes
  if (scanner.take(/(?=;|\n|$)/y) !== null) return new Uint8Array(0)
  return Uint8Array.from(items(scanner, () => {
    return Number.parseInt(scanner.expect(/[0-9a-f]{1,2}(?![0-9a-z])/iy, 'a byte of two hexadecimal digits')[0], 16)
  }))
}

function encodedText (scanner: Scanner, encoding: StringEncoding): string {
  const start = scanner.offset
  const bytes = hexadecimalBytes(scanner)
  if (encoding === 'utf-16le') {
    if (bytes.length % 2 === 1) throw scanner.error('an even number of bytes, for a string in UTF-16', start)
    return Buffer.from(bytes).toString('utf16le')
  }
  if (bytes.some((byte) => byte > 0x7f)) {
    throw scanner.error('a string in ASCII, since a REGEDIT4 file does not name its code page', start)
  }
  return Buffer.from(bytes).toString('latin1')
}

/** The data of `hex(n):`, as the type that n says (winnt.h). */
function typedData (scanner: Scanner, n: string, encoding: StringEncoding): RegistryData {
  const start = scanner.offset
  switch (Number.parseInt(n, 16)) {
    case 1:
    case 2: {
      const string = encodedText(scanner, encoding).replace(/\0$/, '')
      if (string.includes('\0')) throw scanner.error('a string with no NUL but at its end', start)
      return { type: 'REG_SZ', value: string }
    }
    case 3:
      return { type: 'REG_BINARY', value: hexadecimalBytes(scanner) }
    case 4: {
      const bytes = hexadecimalBytes(scanner)
      if (bytes.length !== 4) throw scanner.error('four bytes', start)
      return { type: 'REG_DWORD', value: Buffer.from(bytes).readUInt32LE() }
    }
    case 7: {
      const strings = encodedText(scanner, encoding).split('\0').filter((string) => string !== '')
      return { type: 'REG_MULTI_SZ', value: strings }
    }
    default:
      return { type: `hex(${n})`, value: hexadecimalBytes(scanner) }
  }
}

/** A number as it stands alone, decimal, or hexadecimal after `0x`; CE's documents write `"A"=1`. */
function plainNumber (scanner: Scanner): RegistryData | null {
  const start = scanner.offset
  const match = scanner.take(/(?:0x[0-9a-f]+|[0-9]+)(?![0-9a-z])/iy)
  if (match === null) return null
  const value = Number(match[0])
  if (value > 0xffffffff) throw scanner.error('a number of 32 bits', start)
  return { type: 'REG_DWORD', value }
}

function plainData (scanner: Scanner): RegistryData {
  const number = plainNumber(scanner)
  if (number !== null) return number
  scanner.expect(/(?=")/y, 'a string between quotes, a number, dword:, hex:, multi_sz: or mui_sz:')
  return { type: 'REG_SZ', value: quotedString(scanner) }
}

/**
 * Reads what stands behind the `=` of a value.
 *
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/ms923642(v=msdn.10) for Windows CE's own types
 */
export function registryData (scanner: Scanner, encoding: StringEncoding): RegistryData {
  const keyword = scanner.take(/(dword|hex|multi_sz|mui_sz|hex\([0-9a-f]{1,8}\))[ \t]*:/iy)?.[1]?.toLowerCase()
  if (keyword === undefined) return plainData(scanner)
  scanner.take(BLANKS)
  switch (keyword) {
    case 'dword': {
      // hexadecimal with or without 0x (CE: "Type is always interpreted as a hex value")
      const [, digits] = scanner.expect(/(?:0x)?([0-9a-f]{1,8})(?![0-9a-z])/iy, 'one to eight hexadecimal digits')
      return { type: 'REG_DWORD', value: Number.parseInt(digits!, 16) }
    }
    case 'hex':
      return { type: 'REG_BINARY', value: hexadecimalBytes(scanner) }
    case 'multi_sz':
      return { type: 'REG_MULTI_SZ', value: items(scanner, () => quotedString(scanner)) }
    case 'mui_sz':
      return { type: 'REG_MUI_SZ', value: quotedString(scanner) }
    default:
      return typedData(scanner, keyword.slice('hex('.length, -1), encoding)
  }
}
