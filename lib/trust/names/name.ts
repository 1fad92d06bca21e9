import { bytesAsKey } from '../bytes-as-key.js'
import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { printName } from './distinguished-name.js'
import { NameAttribute } from './name-attribute.js'
import { prepareForComparison } from './prepare.js'
import { walkRelativeDistinguishedName, type AttributeVisitor } from './relative-distinguished-name.js'
import { isPlainString } from './string-types.js'

const COMMON_NAME = '2.5.4.3'

/**
 * Departure from RFC 5280 §4.1.2.4: an RDNSequence has no upper bound. Decoded, each attribute takes many times the
 * bytes that a peer sends for it; names in use have some ten.
 */
const mostAttributes = 64

/** A longer name is decoded anew each time: the objects would outweigh its bytes, for as long as it is remembered. */
const mostOctetsKeptDecoded = 256

/**
 * A distinguished name (RFC 5280 §4.1.2.4). Its structure is checked when it is read; what it says is decoded on
 * first use.
 */
export class Name {
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #end: number
  /** Each value is compared as it stands but for its case: names as long as each other are the only equal ones. */
  readonly #isPlain: boolean
  #rdns: ReadonlyArray<readonly NameAttribute[]> | undefined
  #key: string | undefined

  private constructor (bytes: Uint8Array, start: number, end: number, isPlain: boolean) {
    this.#bytes = bytes
    this.#start = start
    this.#end = end
    this.#isPlain = isPlain
  }

  /** Reads the DER of one Name. Throws a DerError. */
  static decode (der: Uint8Array): Name {
    const cursor = new DerCursor(der)
    const name = Name.read(cursor)
    cursor.finish()
    return name
  }

  /** Reads the Name that the cursor stands before. Throws a DerError. */
  static read (cursor: DerCursor): Name {
    const start = cursor.position
    const outer = cursor.enter(Tag.SEQUENCE)
    let attributes = 0
    let isPlain = true
    const visit: AttributeVisitor = () => {
      if (++attributes > mostAttributes) cursor.fail('too many attributes')
      isPlain &&= isPlainString(cursor.tag, cursor.bytes, cursor.contentStart, cursor.contentEnd)
    }
    while (cursor.hasNext()) walkRelativeDistinguishedName(cursor, visit)
    cursor.leave(outer)
    return new Name(cursor.bytes, start, cursor.position, isPlain)
  }

  /** DER of the whole Name (RDNSequence): a view, made when it is asked for. */
  get der (): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  /** The DER as a Map key. Other spellings of the name have others. */
  get spelling (): string {
    return bytesAsKey(this.#bytes, this.#start, this.#end)
  }

  get isEmpty (): boolean {
    return this.#length === 2
  }

  get #length (): number {
    return this.#end - this.#start
  }

  /** The RDNs in encoded order, each with its attributes. */
  get rdns (): ReadonlyArray<readonly NameAttribute[]> {
    if (this.#rdns !== undefined) return this.#rdns
    const rdns = readRdns(this.der)
    if (this.#length <= mostOctetsKeptDecoded) this.#rdns = rdns
    return rdns
  }

  /** Two names are the same name (RFC 5280 §7.1) if and only if their keys are equal. */
  get key (): string {
    this.#key ??= this.prefixKeys.at(-1)!
    return this.#key
  }

  /** The keys of the names that this one begins with, from the empty one to itself. */
  get prefixKeys (): readonly string[] {
    let prefix = ''
    return [prefix, ...this.rdns.map(rdnKey).map((key) => (prefix += `${key.length}:${key}`))]
  }

  /** RFC 5280 §7.1. Names that are the same byte for byte are not decoded, nor are those that can't be the same. */
  equals (other: Name): boolean {
    const isAsLong = this.#length === other.#length
    if (isAsLong && this.spelling === other.spelling) return true
    const canBeSame = !this.#isPlain || !other.#isPlain || isAsLong
    return canBeSame && this.key === other.key
  }

  /**
   * The most specific (last) commonName as text. `null` if there is none, if it is no valid string, or if its RDN has
   * several: which of them is meant nobody can tell, and a name that nobody can tell maps to no user.
   */
  get commonName (): string | null {
    for (let index = this.rdns.length - 1; index >= 0; index--) {
      const found = this.rdns[index]!.filter(({ type }) => type === COMMON_NAME)
      if (found.length > 0) return found.length === 1 ? found[0]!.value : null
    }
    return null
  }

  /** RFC 4514 string (last RDN first), for people and logs; never used to decide. */
  toString (): string {
    return printName(this.rdns)
  }
}

function readRdns (der: Uint8Array): NameAttribute[][] {
  const cursor = new DerCursor(der)
  const rdns: NameAttribute[][] = []
  let isFirst = true
  const visit: AttributeVisitor = (type) => {
    const attribute = new NameAttribute(type, cursor)
    // Most RDNs have one attribute, and an array that has grown has room for seventeen
    if (isFirst) rdns.push([attribute])
    else rdns.at(-1)!.push(attribute)
    isFirst = false
  }
  cursor.enter(Tag.SEQUENCE)
  while (cursor.hasNext()) {
    isFirst = true
    walkRelativeDistinguishedName(cursor, visit)
  }
  return rdns
}

/** RFC 5280 §7.1: an RDN is a set, the order in it does not count. */
function rdnKey (attributes: readonly NameAttribute[]): string {
  return attributes.map(attributeKey).sort().join('')
}

/** The lengths keep two different lists of attributes from having one key. */
function attributeKey ({ type, value, der }: NameAttribute): string {
  const comparable = value === null ? `#${Buffer.from(der).toString('hex')}` : `=${prepareForComparison(value)}`
  return `${type}:${comparable.length}${comparable}`
}
