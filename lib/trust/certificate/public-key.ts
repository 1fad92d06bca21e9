import { createPublicKey, type KeyObject } from 'node:crypto'
import { DerCursor } from '../der/der-cursor.js'
import { DerError } from '../der/der-error.js'
import { Tag } from '../der/tags.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from './algorithm-identifier.js'
import { curveOrderBits } from './named-curves.js'

/** RFC 5280 §4.1.2.7, decoded. */
export interface SubjectPublicKeyInfo {
  readonly raw: Uint8Array
  readonly algorithm: AlgorithmIdentifier
  /** The contents of the BIT STRING. */
  readonly subjectPublicKey: Uint8Array
}

/** As it stands in a certificate, with which it is kept: the views are made when they are asked for. */
class EncodedPublicKeyInfo implements SubjectPublicKeyInfo {
  readonly algorithm: AlgorithmIdentifier
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #keyStart: number
  readonly #end: number

  constructor (algorithm: AlgorithmIdentifier, bytes: Uint8Array, start: number, keyStart: number, end: number) {
    this.algorithm = algorithm
    this.#bytes = bytes
    this.#start = start
    this.#keyStart = keyStart
    this.#end = end
  }

  get raw (): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  get subjectPublicKey (): Uint8Array {
    return this.#bytes.subarray(this.#keyStart, this.#end)
  }
}

type Measure = (key: SubjectPublicKeyInfo) => number

const measures: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ['1.2.840.113549.1.1.1', modulusBits], // rsaEncryption
  ['1.2.840.113549.1.1.10', modulusBits], // id-RSASSA-PSS
  ['1.2.840.10040.4.1', primeBits], // id-dsa
  ['1.2.840.10045.2.1', orderBits], // id-ecPublicKey
  ['1.3.101.112', () => 256], // Ed25519, RFC 8410
  ['1.3.101.113', () => 456] // Ed448
])

/** Throws a DerError. */
export function readSubjectPublicKeyInfo (cursor: DerCursor): SubjectPublicKeyInfo {
  const start = cursor.position
  const outer = cursor.enter(Tag.SEQUENCE)
  const algorithm = readAlgorithmIdentifier(cursor)
  const { contentStart } = cursor.expectOctets()
  cursor.leave(outer)
  return new EncodedPublicKeyInfo(algorithm, cursor.bytes, start, contentStart, cursor.position)
}

/**
 * RSA: bits of the modulus. DSA: of p. EC: of the curve's order. EdDSA: of the key. 0 if unknown: another algorithm,
 * a curve that is not named, DSA parameters that are to be inherited (RFC 3279 §2.3.2), or a key that is no key.
 */
export function publicKeyBits (key: SubjectPublicKeyInfo): number {
  try {
    return measures.get(key.algorithm.algorithm)?.(key) ?? 0
  } catch (error) {
    DerError.assert(error)
    return 0
  }
}

/**
 * `null` if node:crypto can't import it, or if its size is unknown.
 *
 * So an EC key is taken on a named curve alone (RFC 5480 §2.1.1): parameters that a certificate brings along let
 * anybody make a private key to a known public one (CVE-2020-0601). And OpenSSL imports RSA keys with a modulus of
 * 0.
 */
export function importPublicKey (key: SubjectPublicKeyInfo): KeyObject | null {
  if (publicKeyBits(key) === 0) return null
  try {
    return createPublicKey({ key: Buffer.from(key.raw), format: 'der', type: 'spki' })
  } catch {
    return null // whatever OpenSSL has against it, it is no key that could verify anything
  }
}

/** As in CryptoAPI, whose RSAPUBKEY has a DWORD for it: what a check costs grows with the exponent. */
const mostExponentBits = 32

/** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 §A.1.1) */
function modulusBits ({ subjectPublicKey }: SubjectPublicKeyInfo): number {
  const cursor = new DerCursor(subjectPublicKey)
  const outer = cursor.enter(Tag.SEQUENCE)
  const bits = bitLength(cursor.expectInteger())
  const exponentBits = bitLength(cursor.expectInteger())
  cursor.leave(outer)
  cursor.finish()
  return exponentBits > 0 && exponentBits <= mostExponentBits ? bits : 0
}

/** Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER } (RFC 3279 §2.3.2) */
function primeBits ({ algorithm: { parameters } }: SubjectPublicKeyInfo): number {
  if (parameters === null) return 0
  const cursor = new DerCursor(parameters)
  cursor.enter(Tag.SEQUENCE)
  return bitLength(cursor.expectInteger())
}

/** Bits of a positive INTEGER, the element read last; 0 for any other. */
function bitLength ({ bytes, contentStart, contentEnd }: DerCursor): number {
  const octets = contentEnd - contentStart
  const first = bytes[contentStart]!
  if (first > 0x7f) return 0
  // An INTEGER is minimal: behind a first octet of 0 the highest bit is set, or nothing follows
  return first > 0 ? octets * 8 - Math.clz32(first) + 24 : (octets - 1) * 8
}

function orderBits ({ algorithm }: SubjectPublicKeyInfo): number {
  return curveOrderBits.get(namedCurveOf(algorithm)) ?? 0
}

/** ECParameters ::= CHOICE { namedCurve OBJECT IDENTIFIER }, and no other choice (RFC 5480 §2.1.1) */
export function namedCurveOf ({ parameters }: AlgorithmIdentifier): string {
  return new DerCursor(parameters ?? new Uint8Array(0)).objectIdentifier()
}
