import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import type { Name } from '../names/name.js'
import { readCrlEntry, readRevokedInfo } from './crl-entry.js'
import { EntryIssuers } from './entry-issuers.js'
import { halfSipHash } from '../half-sip-hash.js'
import type { RevokedInfo } from './revocation.js'

/** What a CRL says about a certificate: nothing, that it is revoked, or (a delta) that it is not any more. */
export type Listing = 'absent' | 'revoked' | 'removed'

/** Two thirds full at most: a search ends after a few steps. */
const SLOTS_PER_ENTRY = 1.5

/**
 * The entries of a CRL, found by issuer and serial number. They stay where they are, in the DER: the index is a table
 * of their offsets (6 to 12 bytes for each entry), open addressing with a keyed hash.
 */
export class RevokedCertificates {
  /** RFC 5280 §5.3.3: for each entry it is clear whose certificate it means. */
  readonly issuersAreClear: boolean
  /** No entry has an extension that is malformed, repeated, or unknown and critical (RFC 5280 §5.3). */
  readonly areUnderstood: boolean
  readonly #bytes: Uint8Array
  readonly #issuers: EntryIssuers
  /** Where entries begin; 0: no entry. */
  readonly #table: Uint32Array
  readonly #hasRemovals: boolean

  private constructor (cursor: DerCursor, crlIssuer: Name, isIndirect: boolean) {
    this.#bytes = cursor.bytes
    this.#issuers = new EntryIssuers(crlIssuer)
    const start = cursor.position
    let count = 0
    let issuersAreClear = true
    let areUnderstood = true
    let hasRemovals = false
    for (; cursor.hasNext(); count++) {
      const offset = cursor.position
      const { certificateIssuer, isUnderstood, reasonCode } = readCrlEntry(cursor)
      if (!isUnderstood) areUnderstood = false
      if (reasonCode === 'removeFromCRL') hasRemovals = true
      if (certificateIssuer === null) continue
      if (certificateIssuer === 'unclear' || !isIndirect) issuersAreClear = false
      else this.#issuers.begin(offset, certificateIssuer)
    }
    this.issuersAreClear = issuersAreClear
    this.areUnderstood = areUnderstood
    this.#hasRemovals = hasRemovals
    this.#table = new Uint32Array(2 ** Math.ceil(Math.log2(count * SLOTS_PER_ENTRY + 1)))
    for (let offset = start; offset < cursor.end; offset = contentEnd(this.#bytes, offset)) this.#insert(offset)
  }

  /** revokedCertificates SEQUENCE OF (RFC 5280 §5.1.2.6), which may be absent. Throws a DerError. */
  static read (cursor: DerCursor, crlIssuer: Name, isIndirect: boolean): RevokedCertificates {
    if (cursor.peek() !== Tag.SEQUENCE) {
      return new RevokedCertificates(new DerCursor(new Uint8Array(0)), crlIssuer, isIndirect)
    }
    const outer = cursor.enter(Tag.SEQUENCE)
    const revoked = new RevokedCertificates(cursor, crlIssuer, isIndirect)
    cursor.leave(outer)
    return revoked
  }

  /** `serialNumber`: the content octets of the INTEGER. An entry that is not understood says revoked. */
  listing (serialNumber: Uint8Array, issuer: Name): Listing {
    const offset = this.#offsetOf(serialNumber, issuer)
    if (offset === 0) return 'absent'
    return this.#removes(offset) ? 'removed' : 'revoked'
  }

  /** What the entry of a certificate says that is listed. */
  revokedInfo (serialNumber: Uint8Array, issuer: Name): RevokedInfo {
    return readRevokedInfo(this.#entryAt(this.#offsetOf(serialNumber, issuer)))
  }

  /** 0: there is no entry. */
  #offsetOf (serialNumber: Uint8Array, issuer: Name): number {
    const number = this.#issuers.numberOf(issuer)
    return number === undefined ? 0 : this.#table[this.#slot(serialNumber, 0, serialNumber.length, number)]!
  }

  #entryAt (offset: number): DerCursor {
    const cursor = new DerCursor(this.#bytes)
    cursor.position = offset
    return cursor
  }

  /** Of two entries for one certificate the one that revokes it counts. */
  #insert (offset: number): void {
    const serialNumber = contentStart(this.#bytes, offset)
    const start = contentStart(this.#bytes, serialNumber)
    const end = contentEnd(this.#bytes, serialNumber)
    const slot = this.#slot(this.#bytes, start, end, this.#issuers.at(offset))
    const other = this.#table[slot]!
    if (other === 0 || this.#removes(other)) this.#table[slot] = offset
  }

  /** Where the entry for this certificate is, or would be. */
  #slot (bytes: Uint8Array, start: number, end: number, issuer: number): number {
    const mask = this.#table.length - 1
    let slot = halfSipHash(bytes, start, end, issuer) & mask
    for (;;) {
      const offset = this.#table[slot]!
      if (offset === 0 || this.#isFor(offset, bytes, start, end, issuer)) return slot
      slot = (slot + 1) & mask
    }
  }

  #isFor (offset: number, bytes: Uint8Array, start: number, end: number, issuer: number): boolean {
    const own = this.#bytes
    const serialNumber = contentStart(own, offset)
    const ownStart = contentStart(own, serialNumber)
    if (contentEnd(own, serialNumber) - ownStart !== end - start) return false
    for (let index = start; index < end; index++) {
      if (own[ownStart + index - start] !== bytes[index]) return false
    }
    return this.#issuers.at(offset) === issuer
  }

  #removes (offset: number): boolean {
    if (!this.#hasRemovals) return false
    const { reasonCode, isUnderstood } = readCrlEntry(this.#entryAt(offset))
    return reasonCode === 'removeFromCRL' && isUnderstood
  }
}

/** Of the element at this offset, whose header has been checked. */
function contentStart (bytes: Uint8Array, offset: number): number {
  const length = bytes[offset + 1]!
  return offset + 2 + (length < 0x80 ? 0 : length & 0x7f)
}

function contentEnd (bytes: Uint8Array, offset: number): number {
  const start = contentStart(bytes, offset)
  if (start === offset + 2) return start + bytes[offset + 1]!
  let length = 0
  for (let index = offset + 2; index < start; index++) length = length * 0x100 + bytes[index]!
  return start + length
}
