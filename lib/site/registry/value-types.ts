import { integer, string, wrong } from '../../validation.js'
import type { RegistryData } from './data.js'

/** How an option's values stand in a registry file. */
export interface ValueType<Value> {
  /** For errors. */
  readonly description: string
  /** The option's value; undefined if the data is of another type. */
  read (data: RegistryData): Value | undefined
  /**
   * What stands behind the `=`, in the form that Windows' own registry editor reads.
   *
   * @throws TypeError naming `what` for a value that a registry can't hold
   */
  write (value: Value, what: string): string
}

/** What would not be read back from between quotes: control characters, and the sign of a damaged text. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const NOT_BETWEEN_QUOTES = /[\0-\x08\n-\x1f\x7f\ufffd]/

/** REG_SZ, REG_EXPAND_SZ (taken as it stands). */
export const text: ValueType<string> = {
  description: 'a string (REG_SZ)',
  read: (data) => data.type === 'REG_SZ' ? data.value : undefined,
  write (value, what) {
    if (/[\0\p{Surrogate}]/u.test(string(value, what))) {
      throw wrong(what, value, 'a text that a registry holds; it has a NUL or half a surrogate pair')
    }
    return NOT_BETWEEN_QUOTES.test(value)
      ? `hex(1):${hexadecimal(Buffer.from(`${value}\0`, 'utf16le'))}`
      : quoted(value)
  }
}

/** REG_DWORD, or a REG_SZ that holds a number, decimal or after `0x` hexadecimal. */
export const number: ValueType<number> = {
  description: 'a number of 32 bits (REG_DWORD)',
  read (data) {
    if (data.type === 'REG_DWORD') return data.value
    if (data.type !== 'REG_SZ' || !/^\s*(?:0x[0-9a-f]+|[0-9]+)\s*$/i.test(data.value)) return undefined
    const value = Number(data.value)
    return value <= 0xffffffff ? value : undefined
  },
  write: (value, what) => `dword:${integer(value, 0, 0xffffffff, what).toString(16).padStart(8, '0')}`
}

/** REG_BINARY. */
export const bytes: ValueType<Uint8Array> = {
  description: 'bytes (REG_BINARY, hex:)',
  read: (data) => data.type === 'REG_BINARY' && data.value.length > 0 ? data.value : undefined,
  write: (value) => `hex:${hexadecimal(value)}`
}

/** A string as it stands in a registry file. */
export function quoted (value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

function hexadecimal (value: Uint8Array): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(',')
}
