import type { Test } from 'tap'
import { DerCursor } from '../../lib/trust/der/der-cursor.js'
import { DerError } from '../../lib/trust/der/der-error.js'

type Reader<Value> = (cursor: DerCursor) => Value

/** Reads DER to its end. */
export function readAll<Value> (read: Reader<Value>, der: Uint8Array): Value {
  const cursor = new DerCursor(der)
  const value = read(cursor)
  cursor.finish()
  return value
}

/** Each case is malformed; its key says why. */
export function allRefused (t: Pick<Test, 'throws'>, read: Reader<unknown>, cases: Record<string, Uint8Array>): void {
  for (const [why, der] of Object.entries(cases)) t.throws(() => readAll(read, der), DerError, why)
}

/** Each case is well-formed; its key says what is in it. */
export function allRead (t: Pick<Test, 'doesNotThrow'>, read: Reader<unknown>, cases: Record<string, Uint8Array>): void {
  for (const [what, der] of Object.entries(cases)) t.doesNotThrow(() => readAll(read, der), what)
}
