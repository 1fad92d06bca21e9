import { DerCursor } from './der-cursor.js'
import { DerError } from './der-error.js'

/** Whether `read` reads the DER, and reads all of it. What it throws besides a DerError goes on. */
export function isWellFormed (der: Uint8Array, read: (cursor: DerCursor) => void): boolean {
  const cursor = new DerCursor(der)
  try {
    read(cursor)
    cursor.finish()
    return true
  } catch (error) {
    DerError.assert(error)
    return false
  }
}

/**
 * Whether `read` reads the contents of the element that the cursor has read last, and reads all of them. Afterwards the
 * cursor stands behind the element again.
 */
export function isWellFormedContent<Target> (
  cursor: DerCursor,
  read: (cursor: DerCursor, target: Target) => void,
  target: Target
): boolean {
  const { position, end, contentStart, contentEnd } = cursor
  cursor.position = contentStart
  cursor.end = contentEnd
  try {
    read(cursor, target)
    cursor.finish()
    return true
  } catch (error) {
    DerError.assert(error)
  } finally {
    cursor.position = position
    cursor.end = end
  }
  return false
}
