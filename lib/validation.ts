import { isIP } from 'node:net'
import { inspect } from 'node:util'

/** A value as an error message shows it: on one line, cut where it is long. */
export function show (value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 80, maxArrayLength: 4, breakLength: Infinity })
}

/** The complaint about a value, with what is expected instead. */
export function wrong (what: string, value: unknown, expected: string): TypeError {
  return new TypeError(`${what}: ${show(value)} is not ${expected}`)
}

/**
 * The value as a plain object. One with a prototype of its own is refused: what it inherits, a `__proto__` written in
 * a literal included, would be lost without a word.
 */
export function plainObject (value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const prototype = Object.getPrototypeOf(value)
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return value as Record<string, unknown>
  }
  throw wrong(what, value, 'a plain object')
}

/**
 * The value as a plain object that has no keys but the known ones. Not by Reflect.ownKeys, which takes a fifth of the
 * time to load a million users: what is not enumerable nobody has written.
 */
export function options<Key extends string> (
  value: unknown, known: readonly Key[], what: string
): { readonly [K in Key]?: unknown } {
  const object = plainObject(value, what)
  for (const key of Object.keys(object)) {
    if (!(known as readonly string[]).includes(key)) throw unknownOption(key, known, what)
  }
  const [symbol] = Object.getOwnPropertySymbols(object)
  if (symbol !== undefined) throw unknownOption(String(symbol), known, what)
  return object as { readonly [K in Key]?: unknown }
}

function unknownOption (key: string, known: readonly string[], what: string): TypeError {
  const meant = known.find((name) => name.toLowerCase() === key.toLowerCase())
  const advice = meant === undefined ? `known are ${known.join(', ')}` : `did you mean '${meant}'?`
  return new TypeError(`${what}: unknown option '${key}'; ${advice}`)
}

export function string (value: unknown, what: string): string {
  if (typeof value !== 'string') throw wrong(what, value, 'a string')
  return value
}

export function nonEmptyString (value: unknown, what: string): string {
  if (string(value, what) === '') throw new TypeError(`${what}: is empty; leave it out or give a value`)
  return value as string
}

export function integer (value: unknown, minimum: number, maximum: number, what: string): number {
  if (!Number.isInteger(value) || (value as number) < minimum || (value as number) > maximum) {
    throw wrong(what, value, `an integer from ${minimum} to ${maximum}`)
  }
  return value as number
}

/** Milliseconds. Timers of Node end at once beyond. */
export const longestTimer = 0x7fffffff

export function oneOf<Value extends string> (value: unknown, values: readonly Value[], what: string): Value {
  const found = values.find((known) => known === value)
  if (found === undefined) throw wrong(what, value, `one of ${values.map(show).join(', ')}`)
  return found
}

/** X.660 §7: the first arc is 0, 1 or 2; no arc has a leading zero. */
const OBJECT_IDENTIFIER = /^[0-2](?:\.(?:0|[1-9]\d*))+$/

/** RFC 1123 §2.1 */
const label = /^(?!-)[a-z\d-]{1,63}(?<!-)$/

/**
 * A host name as SNI and URLs carry it (RFC 6066 §3: no IP addresses, no trailing dot), or with `*` for its first
 * label; in lower case.
 */
export function hostPattern (value: unknown, what: string): string {
  const name = string(value, what).toLowerCase()
  const labels = name.replace(/^\*\./, '').split('.')
  if (name.length > 253 || isIP(name) !== 0 || !labels.every((part) => label.test(part))) {
    throw wrong(what, value, "a host name in its ASCII form ('secure.example.org', '*.example.org')")
  }
  return name
}

export function isObjectIdentifier (text: string): boolean {
  return OBJECT_IDENTIFIER.test(text)
}

export function objectIdentifier (value: unknown, what: string): string {
  if (typeof value !== 'string' || !isObjectIdentifier(value)) throw wrong(what, value, "an OID ('1.3.6.1.5.5.7.3.2')")
  return value
}

export function boolean (value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw wrong(what, value, 'true or false')
  return value
}
