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
