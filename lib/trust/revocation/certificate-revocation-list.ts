import { digestAsKey } from '../bytes-as-key.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../certificate/algorithm-identifier.js'
import { readSignatureValue } from '../certificate/signature-value.js'
import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { Name } from '../names/name.js'
import { readCrlExtensions, type CrlExtensions } from './crl-extensions.js'
import { RevokedCertificates } from './revoked-certificates.js'

/** A CRL, decoded strictly from its DER once, and indexed (RFC 5280 §5.1). */
export class CertificateRevocationList {
  readonly raw: Uint8Array
  readonly tbsCertList: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** Empty if it is not made of whole octets: then it verifies with no key. */
  readonly signature: Uint8Array
  readonly issuer: Name
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  /**
   * Milliseconds since 1970. Infinity: there is none, and the CRL does not age. Departure: RFC 5280 asks for one;
   * Windows and OpenSSL do not.
   */
  readonly nextUpdate: number
  readonly revokedCertificates: RevokedCertificates
  readonly extensions: CrlExtensions
  #digest: string | undefined

  private constructor (der: Uint8Array) {
    // A copy: who gave the bytes can't change them afterwards
    this.raw = new Uint8Array(der)
    const cursor = new DerCursor(this.raw)
    const list = cursor.enter(Tag.SEQUENCE)
    const start = cursor.position
    const tbsCertList = cursor.enter(Tag.SEQUENCE)
    const version = readVersion(cursor)
    const innerAlgorithm = cursor.expect(Tag.SEQUENCE).element()
    this.issuer = Name.read(cursor)
    this.thisUpdate = cursor.time()
    const isDated = cursor.peek() === Tag.UTC_TIME || cursor.peek() === Tag.GENERALIZED_TIME
    this.nextUpdate = isDated ? cursor.time() : Infinity
    const entries = new DerCursor(this.raw)
    entries.position = cursor.position
    if (cursor.peek() === Tag.SEQUENCE) cursor.any()
    entries.end = cursor.position
    this.extensions = readCrlExtensions(cursor, version)
    cursor.leave(tbsCertList)
    this.tbsCertList = cursor.elementFrom(start)
    const algorithmStart = cursor.position
    this.signatureAlgorithm = readAlgorithmIdentifier(cursor)
    // RFC 5280 §5.1.1.2
    if (Buffer.compare(innerAlgorithm, cursor.elementFrom(algorithmStart)) !== 0) {
      cursor.fail('signatureAlgorithm differs from the signed one')
    }
    this.signature = readSignatureValue(cursor)
    cursor.leave(list)
    cursor.finish()
    // Last, for whether an entry may name another issuer stands behind the entries
    const isIndirect = this.extensions.issuingDistributionPoint?.indirectCRL === true
    this.revokedCertificates = RevokedCertificates.read(entries, this.issuer, isIndirect)
  }

  /** Throws a DerError for anything that is no CRL. Faults inside its extensions are told by `isUsable`. */
  static decode (der: Uint8Array): CertificateRevocationList {
    return new CertificateRevocationList(der)
  }

  /** It can be understood. Whether it is signed and fresh is another question. */
  get isUsable (): boolean {
    return this.extensions.isUnderstood && this.revokedCertificates.issuersAreClear
  }

  get isDelta (): boolean {
    return this.extensions.baseCRLNumber !== null
  }

  /** SHA-256 of `raw`, as a Map key. */
  get digest (): string {
    this.#digest ??= digestAsKey(this.raw)
    return this.#digest
  }
}

/** RFC 5280 §5.1.2.1: absent, or v2(1). */
function readVersion (cursor: DerCursor): 1 | 2 {
  if (cursor.peek() !== Tag.INTEGER) return 1
  return cursor.unsigned() === 1 ? 2 : cursor.fail('unknown version')
}
