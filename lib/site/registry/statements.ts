import { BLANKS, quotedString, registryData } from './data.js'
import type { RegistryData, StringEncoding } from './data.js'
import type { Scanner } from './scanner.js'

/** What `IF` asks: whether a name is set, or has the value; or, with `!`, the contrary. */
export interface Condition {
  readonly name: string
  readonly value: string | null
  readonly negated: boolean
}

/** One line of a registry file that says something. `offset` is where it starts. */
export type Statement = { readonly offset: number } & (
  | { readonly kind: 'key', readonly path: readonly string[] }
  | { readonly kind: 'deleteKey', readonly path: readonly string[] }
  /** The name of the key's default value is ''. */
  | { readonly kind: 'value', readonly name: string, readonly data: RegistryData, readonly dataOffset: number }
  | { readonly kind: 'deleteValue', readonly name: string }
  | { readonly kind: 'if', readonly condition: Condition }
  | { readonly kind: 'endif' }
)

/** winreg.h; the short names are those of Microsoft's documents. */
const ROOT_KEYS = new Map(Object.entries({
  HKCR: 'HKEY_CLASSES_ROOT',
  HKCU: 'HKEY_CURRENT_USER',
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKU: 'HKEY_USERS',
  HKCC: 'HKEY_CURRENT_CONFIG'
}).flatMap(([short, long]) => [[short, long], [long, long]] as const))

/** Registry element size limits: https://learn.microsoft.com/windows/win32/sysinfo/registry-element-size-limits */
export const KEY_NAME_LENGTH = 255

const END_OF_LINE = /[ \t]*(?:;[^\n]*)?(?:\n|$)/y
/** Up to the first bracket behind which the line holds nothing more, so that a name may hold `]`. */
const KEY = /\[(-?)([^\n]*?)\](?=[ \t]*(?:;[^\n]*)?(?:\n|$))/y

/**
 * The statements of a registry file, in order.
 *
 * @throws RegistryFileError at the first thing that is none
 */
export function * statementsOf (scanner: Scanner): Generator<Statement, void, undefined> {
  skipEmptyLines(scanner)
  const encoding = header(scanner)
  for (skipEmptyLines(scanner); !scanner.atEnd; skipEmptyLines(scanner)) {
    const line = statement(scanner, encoding)
    endLine(scanner)
    yield line
  }
}

function skipEmptyLines (scanner: Scanner): void {
  scanner.take(/(?:[ \t]*(?:;[^\n]*)?\n)*[ \t]*(?:;[^\n]*$)?/y)
}

function endLine (scanner: Scanner): void {
  scanner.expect(END_OF_LINE, 'the end of the line')
}

function header (scanner: Scanner): StringEncoding {
  const line = scanner.take(/(REGEDIT4|Windows Registry Editor Version 5\.00)(?=[ \t]*(?:\n|$))/y)?.[1]
  if (line !== undefined) endLine(scanner)
  return line === 'REGEDIT4' ? 'ascii' : 'utf-16le'
}

function statement (scanner: Scanner, encoding: StringEncoding): Statement {
  const offset = scanner.offset
  const key = scanner.take(KEY)
  if (key !== null) {
    const [, dash, text] = key
    const path = keyPath(scanner, text!, offset + '['.length + dash!.length)
    return { kind: dash === '' ? 'key' : 'deleteKey', path, offset }
  }
  if (scanner.take(/ENDIF(?![^\s;])/iy) !== null) return { kind: 'endif', offset }
  if (scanner.take(/IF(?=[ \t])/iy) !== null) return { kind: 'if', condition: condition(scanner), offset }
  const name = valueName(scanner)
  scanner.take(BLANKS)
  scanner.expect(/=/y, '"=" behind the name of a value')
  scanner.take(BLANKS)
  if (scanner.take(/-/y) !== null) return { kind: 'deleteValue', name, offset }
  const dataOffset = scanner.offset
  return { kind: 'value', name, data: registryData(scanner, encoding), dataOffset, offset }
}

function keyPath (scanner: Scanner, text: string, offset: number): readonly string[] {
  const [first, ...names] = text.split('\\') as [string, ...string[]]
  const root = ROOT_KEYS.get(first.toUpperCase())
  if (root === undefined) throw scanner.error('a key below HKEY_LOCAL_MACHINE or another root key', offset)
  offset += first.length + 1
  for (const name of names) {
    if (name === '' || name.length > KEY_NAME_LENGTH) {
      throw scanner.error(`the name of a key, of 1 to ${KEY_NAME_LENGTH} characters`, offset)
    }
    offset += name.length + 1
  }
  return [root, ...names]
}

/** `IF name [= value] [!]` */
function condition (scanner: Scanner): Condition {
  scanner.take(/[ \t]+/y)
  const [, name, value, not] = scanner.expect(
    /([^\s=!;"]+)(?:[ \t]*=[ \t]*([^\s=!;"]+))?([ \t]*!)?/y, 'the name that IF asks for')
  return { name: name!, value: value ?? null, negated: not !== undefined }
}

function valueName (scanner: Scanner): string {
  if (scanner.take(/@/y) !== null) return ''
  const name = scanner.take(/(?=")/y) !== null
    ? quotedString(scanner)
    : scanner.expect(/[^\s=;"@[\]\\]+/y, 'a key between brackets, the name of a value, IF or ENDIF')[0]
  // what registry editors show in place of the name of the default value
  return name.toLowerCase() === '(default)' ? '' : name
}
