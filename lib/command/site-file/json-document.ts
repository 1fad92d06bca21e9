import { FileFault } from '../file-fault.js'
import type { Place } from '../output/finding.js'

/**
 * A value of a JSON text, with what JSON.parse does not tell: where it stands, and the members of objects in the order
 * in which they were written, names that are numbers included.
 */
export interface JsonNode {
  readonly value: unknown
  readonly place: Place
  /** Of an object. */
  readonly members: ReadonlyArray<readonly [name: string, node: JsonNode]>
  /** Of an array. */
  readonly items: readonly JsonNode[]
}

/** Deeper than any site. */
const DEPTH = 32

const BLANKS = /[ \t\r\n]*/y
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y // eslint-disable-line no-control-regex
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/**
 * Reads a JSON text (RFC 8259). Names that an object has twice are errors: which of the two was meant nobody can tell.
 *
 * @param file its name, for places
 * @throws FileFault at the first thing that is not understood
 */
export function readJson (text: string, file: string): JsonNode {
  return new Reader(text.replace(/^\ufeff/, ''), file).read()
}

class Reader {
  readonly #text: string
  readonly #file: string
  #offset = 0
  /** That of the last place: lines are counted on from there. */
  #line = 1
  #lineStart = 0
  #lineEnd: number

  constructor (text: string, file: string) {
    this.#text = text
    this.#file = file
    this.#lineEnd = this.#endOfLine(0)
  }

  read (): JsonNode {
    const node = this.#value(0)
    if (this.#offset < this.#text.length) throw this.#error('expected the end of the file')
    return node
  }

  #value (depth: number): JsonNode {
    this.#take(BLANKS)
    if (depth > DEPTH) throw this.#error(`nothing in a site is nested ${DEPTH} deep`)
    const place = this.#place()
    const node = { place, members: [], items: [], ...this.#content(depth) }
    this.#take(BLANKS)
    return node
  }

  #content (depth: number): Pick<JsonNode, 'value'> & Partial<JsonNode> {
    if (this.#takeSign('{')) {
      const members = this.#list('}', () => this.#member(depth))
      const names = new Set<string>()
      for (const [name, { place }] of members) {
        if (names.has(name)) throw new FileFault(`the name ${JSON.stringify(name)} is there twice`, place)
        names.add(name)
      }
      return { members, value: Object.fromEntries(members.map(([name, { value }]) => [name, value])) }
    }
    if (this.#takeSign('[')) {
      const items = this.#list(']', () => this.#value(depth + 1))
      return { items, value: items.map(({ value }) => value) }
    }
    const token = this.#take(STRING) ?? this.#take(SCALAR)
    if (token === null) throw this.#error('expected a value')
    return { value: JSON.parse(token) }
  }

  #member (depth: number): readonly [string, JsonNode] {
    this.#take(BLANKS)
    const name = this.#take(STRING)
    if (name === null) throw this.#error('expected a name between quotes')
    this.#take(BLANKS)
    if (!this.#takeSign(':')) throw this.#error("expected ':'")
    return [JSON.parse(name), this.#value(depth + 1)]
  }

  /** What stands between commas, up to the sign that ends the list. */
  #list<Item> (end: string, item: () => Item): Item[] {
    this.#take(BLANKS)
    if (this.#takeSign(end)) return []
    const list = [item()]
    while (this.#takeSign(',')) list.push(item())
    if (!this.#takeSign(end)) throw this.#error(`expected ',' or '${end}'`)
    return list
  }

  #take (pattern: RegExp): string | null {
    pattern.lastIndex = this.#offset
    const match = pattern.exec(this.#text)
    if (match === null) return null
    this.#offset = pattern.lastIndex
    return match[0]
  }

  #takeSign (sign: string): boolean {
    if (this.#text[this.#offset] !== sign) return false
    this.#offset++
    return true
  }

  #place (): Required<Place> {
    while (this.#lineEnd < this.#offset) {
      this.#line++
      this.#lineStart = this.#lineEnd + 1
      this.#lineEnd = this.#endOfLine(this.#lineStart)
    }
    return { file: this.#file, line: this.#line, column: this.#offset - this.#lineStart + 1 }
  }

  #endOfLine (start: number): number {
    const end = this.#text.indexOf('\n', start)
    return end === -1 ? this.#text.length : end
  }

  #error (expected: string): FileFault {
    const rest = this.#text.slice(this.#offset, this.#offset + 20).split('\n', 1)[0]!
    const found = this.#offset === this.#text.length ? 'the end of the file' : JSON.stringify(rest)
    return new FileFault(`${expected}, found ${found}`, this.#place())
  }
}
