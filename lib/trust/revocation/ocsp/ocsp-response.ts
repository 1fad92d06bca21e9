import { digestAsKey } from '../../bytes-as-key.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../certificate/algorithm-identifier.js'
import { Certificate } from '../../certificate/certificate.js'
import { readSignatureValue } from '../../certificate/signature-value.js'
import { DerCursor } from '../../der/der-cursor.js'
import { DerError } from '../../der/der-error.js'
import { constructed, Tag } from '../../der/tags.js'
import { readOcspExtensions } from './ocsp-extensions.js'
import { readResponderId, type ResponderId } from './responder-id.js'
import { readSingleResponse, readTime, type SingleResponse } from './single-response.js'

/** OCSPResponseStatus (RFC 6960 §4.2.1), but successful(0). */
const refusals: ReadonlyMap<number, string> = new Map([
  [1, 'malformedRequest'], [2, 'internalError'], [3, 'tryLater'], [5, 'sigRequired'], [6, 'unauthorized']
])

/** id-pkix-ocsp-basic */
const BASIC = '1.3.6.1.5.5.7.48.1.1'

/** An OCSP response that has answers, decoded strictly from its DER once (RFC 6960 §4.2.1). */
export class OcspResponse {
  readonly raw: Uint8Array
  readonly tbsResponseData: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** Empty if it is not made of whole octets: then it verifies with no key. */
  readonly signature: Uint8Array
  readonly responderId: ResponderId
  /** Milliseconds since 1970. It says nothing about how old the answers are (§2.4). */
  readonly producedAt: number
  readonly responses: readonly SingleResponse[]
  /** No extension is repeated, or unknown and critical: then it must not be used. */
  readonly isUnderstood: boolean
  readonly #certificates: readonly Uint8Array[]
  #decoded: readonly Certificate[] | undefined
  #digest: string | undefined

  private constructor (der: Uint8Array) {
    // A copy: who gave the bytes can't change them afterwards
    this.raw = new Uint8Array(der)
    const cursor = new DerCursor(readBasicResponse(this.raw))
    const response = cursor.enter(Tag.SEQUENCE)
    const start = cursor.position
    const tbsResponseData = cursor.enter(Tag.SEQUENCE)
    skipVersion(cursor)
    this.responderId = readResponderId(cursor)
    this.producedAt = readTime(cursor)
    this.responses = readSequence(cursor, readSingleResponse)
    this.isUnderstood = readOcspExtensions(cursor, constructed(1))
    cursor.leave(tbsResponseData)
    this.tbsResponseData = cursor.elementFrom(start)
    this.signatureAlgorithm = readAlgorithmIdentifier(cursor)
    this.signature = readSignatureValue(cursor)
    this.#certificates = cursor.hasNext() ? readCertificates(cursor) : []
    cursor.leave(response)
    cursor.finish()
  }

  /** Throws a DerError for anything that is no response, and for one that says only why there is no answer. */
  static decode (der: Uint8Array): OcspResponse {
    return new OcspResponse(der)
  }

  /** What the responder sent to help with its signature. It is not signed; what can't be decoded is left out. */
  get certificates (): readonly Certificate[] {
    this.#decoded ??= this.#certificates.flatMap(decodeCertificate)
    return this.#decoded
  }

  /** SHA-256 of `raw`, as a Map key. */
  get digest (): string {
    this.#digest ??= digestAsKey(this.raw)
    return this.#digest
  }
}

/**
 * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE { responseType OBJECT
 * IDENTIFIER, response OCTET STRING } OPTIONAL }. Gives the DER of the BasicOCSPResponse.
 */
function readBasicResponse (der: Uint8Array): Uint8Array {
  const cursor = new DerCursor(der)
  const outer = cursor.enter(Tag.SEQUENCE)
  const [status = -1, ...rest] = cursor.expect(Tag.ENUMERATED).content()
  if (status !== 0 || rest.length > 0) cursor.fail(refusals.get(status) ?? 'no OCSPResponseStatus')
  const explicit = cursor.enter(constructed(0))
  const bytes = cursor.enter(Tag.SEQUENCE)
  if (cursor.objectIdentifier() !== BASIC) cursor.fail('not of the type id-pkix-ocsp-basic')
  const response = cursor.octetString()
  cursor.leave(bytes)
  cursor.leave(explicit)
  cursor.leave(outer)
  cursor.finish()
  return response
}

/** version [0] EXPLICIT INTEGER { v1(0) } DEFAULT v1. Departure from X.690 §11.5: an encoded v1 is read. */
function skipVersion (cursor: DerCursor): void {
  if (cursor.peek() !== constructed(0)) return
  const outer = cursor.enter(constructed(0))
  if (cursor.unsigned() !== 0) cursor.fail('unknown version')
  cursor.leave(outer)
}

/** certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL */
function readCertificates (cursor: DerCursor): readonly Uint8Array[] {
  const outer = cursor.enter(constructed(0))
  const certificates = readSequence(cursor, () => cursor.any().element())
  cursor.leave(outer)
  return certificates
}

function readSequence<Item> (cursor: DerCursor, read: (cursor: DerCursor) => Item): readonly Item[] {
  const items: Item[] = []
  const outer = cursor.enter(Tag.SEQUENCE)
  while (cursor.hasNext()) items.push(read(cursor))
  cursor.leave(outer)
  return items
}

function decodeCertificate (der: Uint8Array): readonly Certificate[] {
  try {
    return [Certificate.decode(der)]
  } catch (error) {
    DerError.assert(error)
    return []
  }
}
