import { hash } from 'node:crypto'

/** The bytes from `start` to `end` as a Map key: all of them, so that no two inputs can be taken for one another. */
export function bytesAsKey (bytes: Uint8Array, start: number = 0, end: number = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end)
}

/** Their SHA-256 as a Map key, of 32 characters: for bytes that are many, or that are looked for often. */
export function digestAsKey (bytes: Uint8Array): string {
  return hash('sha256', bytes, 'binary')
}
