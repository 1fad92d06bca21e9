import { DerError } from './der-error.js'
import { readObjectIdentifier } from './object-identifier.js'
import { Tag } from './tags.js'
import { readGeneralizedTime, readUtcTime } from './time.js'

/**
 * Reads DER from front to back (X.690 §10, §11): definite, minimal lengths; canonical values; nothing left over. It
 * makes no object for an element: what was read last is described by `tag`, `start`, `contentStart` and
 * `contentEnd`. It never calls itself, so nesting costs no stack, and it allocates nothing whose size a length octet
 * says.
 */
export class DerCursor {
  readonly bytes: Uint8Array
  /** Where the next element begins. */
  position = 0
  /** Where the element that is being read, or the input, ends. */
  end: number
  /** Identifier octet of the element read last. */
  tag = 0
  /** Where the element read last begins, identifier octet included. */
  start = 0
  contentStart = 0
  contentEnd = 0

  constructor (bytes: Uint8Array) {
    this.bytes = bytes
    this.end = bytes.length
  }

  fail (message: string): never {
    throw new DerError(message, this.start)
  }

  hasNext (): boolean {
    return this.position < this.end
  }

  /** The identifier octet of the next element; -1 at the end. */
  peek (): number {
    return this.position < this.end ? this.bytes[this.position]! : -1
  }

  /** Reads the next element, whatever it is. X.690 §8.1. */
  any (): this {
    const { bytes, end } = this
    const start = this.start = this.position
    if (end - start < 2) this.fail('element cut short')
    const tag = bytes[start]!
    if ((tag & 0x1f) === 0x1f) this.fail('tag number above 30')
    let contentStart = start + 2
    let length = bytes[start + 1]!
    if (length > 0x7f) {
      const octets = length & 0x7f
      // No certificate needs more than four octets; 0x80 is the indefinite length (X.690 §10.1)
      if (octets === 0 || octets > 4) this.fail('indefinite or oversized length')
      contentStart += octets
      if (contentStart > end) this.fail('length cut short')
      length = 0
      for (let index = start + 2; index < contentStart; index++) length = length * 0x100 + bytes[index]!
      if (length < 0x80 || bytes[start + 2] === 0) this.fail('length not minimal')
    }
    if (length > end - contentStart) this.fail('content cut short')
    this.tag = tag
    this.contentStart = contentStart
    this.position = this.contentEnd = contentStart + length
    return this
  }

  /** Reads the next element, which must have this identifier octet. */
  expect (tag: number): this {
    this.any()
    if (this.tag !== tag) this.fail(`tag 0x${this.tag.toString(16)} instead of 0x${tag.toString(16)}`)
    return this
  }

  /** Goes into the next element. Gives what `leave` needs to come out again. */
  enter (tag: number): number {
    this.expect(tag)
    const outer = this.end
    this.end = this.contentEnd
    this.position = this.contentStart
    return outer
  }

  /** Comes out of an element that has been read to its end. */
  leave (outer: number): void {
    if (this.position !== this.end) {
      this.start = this.position
      this.fail('trailing bytes')
    }
    this.end = outer
  }

  /** The input has been read to its end. */
  finish (): void {
    this.leave(this.end)
  }

  /** The contents of the element read last: a view, no copy. */
  content (): Uint8Array {
    return this.bytes.subarray(this.contentStart, this.contentEnd)
  }

  /** The whole element read last: a view, no copy. */
  element (): Uint8Array {
    return this.bytes.subarray(this.start, this.contentEnd)
  }

  /** The whole element that begins at `start` and ends where the cursor is. */
  elementFrom (start: number): Uint8Array {
    return this.bytes.subarray(start, this.position)
  }

  /** X.690 §11.1 */
  boolean (tag: number = Tag.BOOLEAN): boolean {
    this.expect(tag)
    const value = this.bytes[this.contentStart]!
    if (this.contentEnd - this.contentStart !== 1 || (value !== 0 && value !== 0xff)) this.fail('BOOLEAN not canonical')
    return value === 0xff
  }

  /** Reads an INTEGER: two's complement in the fewest octets (X.690 §8.3.2). */
  expectInteger (tag: number = Tag.INTEGER): this {
    this.expect(tag)
    const { bytes, contentStart } = this
    const length = this.contentEnd - contentStart
    if (length === 0) this.fail('INTEGER without content')
    if (length > 1) {
      const first = bytes[contentStart]!
      const second = bytes[contentStart + 1]!
      if ((first === 0 && second < 0x80) || (first === 0xff && second > 0x7f)) this.fail('INTEGER not minimal')
    }
    return this
  }

  /** The content octets of an INTEGER. */
  integer (tag: number = Tag.INTEGER): Uint8Array {
    return this.expectInteger(tag).content()
  }

  /** An INTEGER (0..MAX). Above 2^53 - 1 it is given as that number. */
  unsigned (tag: number = Tag.INTEGER): number {
    const content = this.integer(tag)
    if (content[0]! > 0x7f) this.fail('INTEGER below 0')
    let value = 0
    for (let index = 0; index < content.length && value < Number.MAX_SAFE_INTEGER; index++) {
      value = value * 0x100 + content[index]!
    }
    return Math.min(value, Number.MAX_SAFE_INTEGER)
  }

  /** X.690 §8.6.2, §11.2.1: gives the number of unused bits; `content` then gives the bits alone. */
  bitString (tag: number = Tag.BIT_STRING): number {
    this.expect(tag)
    const { bytes, contentStart, contentEnd } = this
    if (contentStart === contentEnd) this.fail('BIT STRING without content')
    const unused = bytes[contentStart]!
    const last = bytes[contentEnd - 1]!
    const isEmpty = contentEnd - contentStart === 1
    if (unused > 7 || (isEmpty && unused > 0)) this.fail('BIT STRING with too many unused bits')
    if (!isEmpty && (last & ((1 << unused) - 1)) !== 0) this.fail('BIT STRING with unused bits set')
    this.contentStart++
    return unused
  }

  /** Reads a BIT STRING whose bits are whole octets, which `content` then gives: keys. */
  expectOctets (): this {
    if (this.bitString() !== 0) this.fail('BIT STRING not of whole octets')
    return this
  }

  octetString (tag: number = Tag.OCTET_STRING): Uint8Array {
    return this.expect(tag).content()
  }

  /** The dotted form. */
  objectIdentifier (tag: number = Tag.OBJECT_IDENTIFIER): string {
    this.expect(tag)
    return readObjectIdentifier(this.bytes, this.contentStart, this.contentEnd)
  }

  /** RFC 5280 §4.1.2.5. Milliseconds since 1970. */
  time (): number {
    this.any()
    if (this.tag === Tag.UTC_TIME) return readUtcTime(this.bytes, this.contentStart, this.contentEnd)
    if (this.tag === Tag.GENERALIZED_TIME) return readGeneralizedTime(this.bytes, this.contentStart, this.contentEnd)
    return this.fail('no UTCTime or GeneralizedTime')
  }
}
