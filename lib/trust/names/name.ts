import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { printName } from './distinguished-name.js'
import { prepareForComparison } from './prepare.js'
import { walkRelativeDistinguishedName, type AttributeVisitor } from './relative-distinguished-name.js'
import { decodeString, isPlainString } from './string-types.js'

const COMMON_NAME = '2.5.4.3'

/**
 * Departure from RFC 5280 §4.1.2.4: an RDNSequence has no upper bound. Decoded, each attribute takes many times the
 * bytes that a peer sends for it; names in use have some ten.
 */
const mostAttributes = 64

/** A longer name is decoded anew each time: the objects would outweigh its bytes, for as long as it is remembered. */
const mostOctetsKeptDecoded = 256

/** One attribute of a relative distinguished name (RFC 5280 §4.1.2.4, AttributeTypeAndValue). */
export interface NameAttribute {
  /** OID of the attribute type, dotted. */
  readonly type: string
  /** The value as text; `null` if its ASN.1 type is no string type, or its bytes are not valid in that type. */
  readonly value: string | null
  /** Identifier octet of the value, e.g. 12 for UTF8String. */
  readonly tag: number
  /** DER of the value. */
  readonly der: Uint8Array
}

/**
 * A distinguished name (RFC 5280 §4.1.2.4). Its structure is checked when it is read; what it says is decoded on
 * first use.
 */
export class Name {
  /** DER of the whole Name (RDNSequence). */
  readonly der: Uint8Array
  /** Each value is compared as it stands but for its case: names as long as each other are the only equal ones. */
  readonly #isPlain: boolean
  #rdns: ReadonlyArray<readonly NameAttribute[]> | undefined
  #key: string | undefined

  private constructor (der: Uint8Array, isPlain: boolean) {
    this.der = der
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
    return new Name(cursor.elementFrom(start), isPlain)
  }

  get isEmpty (): boolean {
    return this.der.length === 2
  }

  /** The RDNs in encoded order, each with its attributes. */
  get rdns (): ReadonlyArray<readonly NameAttribute[]> {
    const rdns = this.#rdns ?? readRdns(this.der)
    if (this.der.length <= mostOctetsKeptDecoded) this.#rdns = rdns
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
    if (Buffer.compare(this.der, other.der) === 0) return true
    const canBeSame = !this.#isPlain || !other.#isPlain || this.der.length === other.der.length
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
  cursor.enter(Tag.SEQUENCE)
  while (cursor.hasNext()) {
    const attributes: NameAttribute[] = []
    walkRelativeDistinguishedName(cursor, (type, { tag }) => {
      attributes.push({ type, tag, value: decodeString(tag, cursor.content()), der: cursor.element() })
    })
    rdns.push(attributes)
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
