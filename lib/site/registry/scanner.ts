import { RegistryFileError } from './registry-file-error.js'
import type { Position } from './registry-file-error.js'

/** How much of the offending text an error quotes, in UTF-16 units. */
const QUOTED_LENGTH = 40

/** A cursor over the text of a registry file whose lines end with `\n`. Patterns must be sticky. */
export class Scanner {
  readonly #text: string
  readonly #lineStarts: readonly number[]
  #offset = 0

  constructor (text: string) {
    this.#text = text
    this.#lineStarts = [0, ...Array.from(text.matchAll(/\n/g), (newline) => newline.index + 1)]
  }

  get offset (): number {
    return this.#offset
  }

  get atEnd (): boolean {
    return this.#offset === this.#text.length
  }

  /** Moves past what the pattern matches here. Without a match nothing moves and the answer is null. */
  take (pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#offset
    const match = pattern.exec(this.#text)
    if (match !== null) this.#offset = pattern.lastIndex
    return match
  }

  /** As `take`, where anything else is an error. */
  expect (pattern: RegExp, expected: string): RegExpExecArray {
    const match = this.take(pattern)
    if (match === null) throw this.error(expected)
    return match
  }

  position (offset: number): Position {
    const starts = this.#lineStarts
    let line = 0
    let last = starts.length - 1
    while (line < last) {
      const middle = (line + last + 1) >> 1
      if (starts[middle]! <= offset) line = middle
      else last = middle - 1
    }
    return { line: line + 1, column: offset - starts[line]! + 1 }
  }

  /** The error for a text that is not what was expected at this place. */
  error (expected: string, offset = this.#offset): RegistryFileError {
    return new RegistryFileError(`expected ${expected}, found ${this.#found(offset)}`, this.position(offset))
  }

  #found (offset: number): string {
    if (offset === this.#text.length) return 'the end of the file'
    const [rest] = this.#text.slice(offset).split('\n', 1) as [string]
    if (rest === '') return 'the end of the line'
    return JSON.stringify(rest.length > QUOTED_LENGTH ? rest.slice(0, QUOTED_LENGTH) + '…' : rest)
  }
}
