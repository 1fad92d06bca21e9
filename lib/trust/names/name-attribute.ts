import type { DerCursor } from '../der/der-cursor.js'
import { decodeString } from './string-types.js'

/** One attribute of a relative distinguished name (RFC 5280 §4.1.2.4, AttributeTypeAndValue). */
export class NameAttribute {
  /** OID of the attribute type, dotted. */
  readonly type: string
  /** The value as text; `null` if its ASN.1 type is no string type, or its bytes are not valid in that type. */
  readonly value: string | null
  /** Identifier octet of the value, e.g. 12 for UTF8String. */
  readonly tag: number
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #end: number

  /** The cursor has read the value last. */
  constructor (type: string, cursor: DerCursor) {
    this.type = type
    this.tag = cursor.tag
    this.value = decodeString(cursor.tag, cursor.content())
    this.#bytes = cursor.bytes
    this.#start = cursor.start
    this.#end = cursor.contentEnd
  }

  /** DER of the value. Made when it is asked for: as an object it outweighs all the rest. */
  get der (): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }
}
