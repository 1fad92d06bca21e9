import { hash, type KeyObject } from 'node:crypto'
import { digestAsKey } from '../bytes-as-key.js'
import { DerCursor } from '../der/der-cursor.js'
import { constructed, primitive, Tag } from '../der/tags.js'
import { Name } from '../names/name.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from './algorithm-identifier.js'
import type { DistributionPoint } from './extensions/access-points.js'
import type { BasicConstraints } from './extensions/basic-constraints.js'
import type { AuthorityKeyIdentifier } from './extensions/key-identifiers.js'
import type { PolicyConstraints, PolicyMapping } from './extensions/policies.js'
import { readExtensions, type Extension, type Extensions } from './extensions.js'
import { importPublicKey, publicKeyBits, readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from './public-key.js'
import { formatSerialNumber } from './serial-number.js'
import { signatureValueStart } from './signature-value.js'

export type {
  AlgorithmIdentifier, AuthorityKeyIdentifier, BasicConstraints, Extension, PolicyConstraints, PolicyMapping
}

/**
 * A certificate as the engine sees it: one flat record, decoded strictly from its DER once (RFC 5280 §4.1). What a
 * verdict does not need is made on first use.
 */
export class Certificate {
  readonly raw: Uint8Array
  readonly version: 1 | 2 | 3
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly issuer: Name
  readonly subject: Name
  /** Milliseconds since 1970. */
  readonly notBefore: number
  /** Milliseconds since 1970. */
  readonly notAfter: number
  readonly #subjectPublicKeyInfo: SubjectPublicKeyInfo
  readonly #extensions: Extensions
  // Where things are in `raw`: a view of each would take longer to make, and more to keep, than most are worth
  readonly #tbsStart: number
  readonly #tbsEnd: number
  readonly #serialNumberStart: number
  readonly #serialNumberEnd: number
  readonly #signatureStart: number
  #isSelfIssued: boolean | undefined
  #publicKeyBits: number | undefined
  #publicKey: KeyObject | null | undefined
  #fingerprint256: string | undefined
  #digest: string | undefined
  #publicKeyDigest: string | undefined

  private constructor (der: Uint8Array) {
    // A copy: who gave the bytes can't change them afterwards
    this.raw = new Uint8Array(der)
    const cursor = new DerCursor(this.raw)
    const certificate = cursor.enter(Tag.SEQUENCE)
    this.#tbsStart = cursor.position
    const tbsCertificate = cursor.enter(Tag.SEQUENCE)
    this.version = readVersion(cursor)
    this.#serialNumberStart = cursor.expectInteger().contentStart
    this.#serialNumberEnd = cursor.contentEnd
    const innerAlgorithm = cursor.expect(Tag.SEQUENCE).start
    this.issuer = Name.read(cursor)
    const validity = cursor.enter(Tag.SEQUENCE)
    this.notBefore = cursor.time()
    this.notAfter = cursor.time()
    cursor.leave(validity)
    this.subject = Name.read(cursor)
    this.#subjectPublicKeyInfo = readSubjectPublicKeyInfo(cursor)
    skipUniqueIdentifiers(cursor, this.version)
    this.#extensions = readExtensions(cursor, constructed(3), this.version)
    cursor.leave(tbsCertificate)
    const outerAlgorithm = this.#tbsEnd = cursor.position
    this.signatureAlgorithm = readAlgorithmIdentifier(cursor)
    // RFC 5280 §4.1.1.2: which of two different algorithms the issuer meant nobody can tell
    if (!isRepeated(this.raw, innerAlgorithm, outerAlgorithm, cursor.position)) {
      cursor.fail('signatureAlgorithm differs from the signed one')
    }
    this.#signatureStart = signatureValueStart(cursor)
    cursor.leave(certificate)
    cursor.finish()
  }

  /**
   * Throws a DerError for anything that is no certificate. Faults inside an extension are told by `extensionErrors`.
   */
  static decode (der: Uint8Array): Certificate {
    return new Certificate(der)
  }

  /** What is signed. */
  get tbsCertificate (): Uint8Array {
    return this.raw.subarray(this.#tbsStart, this.#tbsEnd)
  }

  /** Empty if it is not made of whole octets: then it is no signature of any algorithm, and verifies with none. */
  get signature (): Uint8Array {
    return this.raw.subarray(this.#signatureStart)
  }

  /**
   * The content octets of the INTEGER. Departure from RFC 5280 §4.1.2.2: zero, negative and long ones are read; such
   * certificates exist, and the number is only ever compared.
   */
  get serialNumberBytes (): Uint8Array {
    return this.raw.subarray(this.#serialNumberStart, this.#serialNumberEnd)
  }

  /** Upper-case hexadecimal, as node:crypto's X509Certificate gives it. */
  get serialNumber (): string {
    return formatSerialNumber(this.serialNumberBytes)
  }

  get subjectPublicKeyInfo (): Uint8Array {
    return this.#subjectPublicKeyInfo.raw
  }

  get publicKeyAlgorithm (): AlgorithmIdentifier {
    return this.#subjectPublicKeyInfo.algorithm
  }

  /**
   * RSA: bits of the modulus. DSA: of p. EC: of the curve's order. EdDSA: of the key. 0 if unknown: another
   * algorithm, a curve that is not named, inherited DSA parameters, or a key that is no key.
   */
  get publicKeyBits (): number {
    this.#publicKeyBits ??= publicKeyBits(this.#subjectPublicKeyInfo)
    return this.#publicKeyBits
  }

  /** `null` if node:crypto can't import it, or if its size is unknown (`publicKeyBits`). */
  get publicKey (): KeyObject | null {
    if (this.#publicKey === undefined) this.#publicKey = importPublicKey(this.#subjectPublicKeyInfo)
    return this.#publicKey
  }

  /** SHA-256 of `subjectPublicKeyInfo`, as a Map key. */
  get publicKeyDigest (): string {
    this.#publicKeyDigest ??= digestAsKey(this.subjectPublicKeyInfo)
    return this.#publicKeyDigest
  }

  /** In encoded order, repeated ones included. */
  get extensions (): readonly Extension[] {
    return this.#extensions.list
  }

  /** The (first) extension of this kind. */
  extension (oid: string): Extension | null {
    return this.#extensions.first(oid)
  }

  get basicConstraints (): BasicConstraints | null {
    return this.#extensions.basicConstraints
  }

  /** Bit 0 (digitalSignature) is 1 << 0, keyCertSign is 1 << 5, cRLSign is 1 << 6. */
  get keyUsage (): number | null {
    return this.#extensions.keyUsage
  }

  /** OIDs of the key purposes. */
  get extKeyUsage (): readonly string[] | null {
    return this.#extensions.extKeyUsage
  }

  /** OIDs of Microsoft's application policies (1.3.6.1.4.1.311.21.10). */
  get applicationPolicies (): readonly string[] | null {
    return this.#extensions.applicationPolicies
  }

  /** OIDs. */
  get certificatePolicies (): readonly string[] | null {
    return this.#extensions.certificatePolicies
  }

  get policyMappings (): readonly PolicyMapping[] | null {
    return this.#extensions.policyMappings
  }

  get policyConstraints (): PolicyConstraints | null {
    return this.#extensions.policyConstraints
  }

  /** After how many certificates anyPolicy no longer counts. */
  get inhibitAnyPolicy (): number | null {
    return this.#extensions.inhibitAnyPolicy
  }

  get authorityKeyIdentifier (): AuthorityKeyIdentifier | null {
    return this.#extensions.authorityKeyIdentifier
  }

  get subjectKeyIdentifier (): Uint8Array | null {
    return this.#extensions.subjectKeyIdentifier
  }

  get cRLDistributionPoints (): readonly DistributionPoint[] | null {
    return this.#extensions.cRLDistributionPoints
  }

  /** DER of its GeneralNames, as they were read; empty if it is malformed or repeated. */
  get subjectAltName (): Uint8Array | null {
    return this.#extensions.subjectAltName
  }

  /** DER of the NameConstraints; `null` also if the extension is malformed or repeated, which has a bit of its own. */
  get nameConstraints (): Uint8Array | null {
    return this.#extensions.nameConstraints
  }

  /**
   * CertTrust bits found while decoding the extensions: malformed, repeated, unknown and critical. A malformed or
   * repeated extension then counts as the one that allows least: no CA, no key usage, no key purpose, no policy.
   */
  get extensionErrors (): number {
    return this.#extensions.errors
  }

  /** Subject and issuer are the same name (RFC 5280 §3.2). */
  get isSelfIssued (): boolean {
    this.#isSelfIssued ??= this.subject.equals(this.issuer)
    return this.#isSelfIssued
  }

  /** SHA-256 of `raw`, upper-case hexadecimal with colons, as node:crypto gives it. */
  get fingerprint256 (): string {
    this.#fingerprint256 ??= fingerprintOf(this.raw)
    return this.#fingerprint256
  }

  /** SHA-256 of `raw`, as a Map key. */
  get digest (): string {
    this.#digest ??= digestAsKey(this.raw)
    return this.#digest
  }
}

/**
 * RFC 5280 §4.1.2.1: version [0] EXPLICIT INTEGER { v1(0), v2(1), v3(2) } DEFAULT v1.
 *
 * Departure from X.690 §11.5: an encoded v1 is read, as OpenSSL does; it says what its absence says.
 */
function readVersion (cursor: DerCursor): 1 | 2 | 3 {
  if (cursor.peek() !== constructed(0)) return 1
  const outer = cursor.enter(constructed(0))
  const version = cursor.unsigned()
  cursor.leave(outer)
  return version === 0 ? 1 : version === 1 ? 2 : version === 2 ? 3 : cursor.fail('unknown version')
}

/** RFC 5280 §4.1.2.8: BIT STRINGs [1] and [2], in versions 2 and 3 only. */
function skipUniqueIdentifiers (cursor: DerCursor, version: number): void {
  for (const tag of [primitive(1), primitive(2)]) {
    if (cursor.peek() !== tag) continue
    cursor.bitString(tag)
    if (version === 1) cursor.fail('unique identifier in version 1')
  }
}

/** The bytes from `start` to `end` are at `earlier` too. */
function isRepeated (bytes: Uint8Array, earlier: number, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if (bytes[index] !== bytes[earlier + index - start]) return false
  }
  return true
}

/** SHA-256, upper-case hexadecimal with colons. */
export function fingerprintOf (bytes: Uint8Array): string {
  return hash('sha256', bytes).toUpperCase().replace(/..(?=.)/g, '$&:')
}
