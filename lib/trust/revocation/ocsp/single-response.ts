import type { DerCursor } from '../../der/der-cursor.js'
import { constructed, primitive, Tag } from '../../der/tags.js'
import { readReasonCode } from '../crl-entry.js'
import type { RevokedInfo } from '../revocation.js'
import { readCertificateId, type CertificateId } from './certificate-id.js'
import { readOcspExtensions } from './ocsp-extensions.js'

/** CertStatus (RFC 6960 §4.2.1). `unknown`: the responder does not know the certificate. */
export type CertificateStatus = 'good' | 'revoked' | 'unknown'

/** What a response says of one certificate (RFC 6960 §4.2.1). */
export interface SingleResponse {
  readonly certificateId: CertificateId
  readonly status: CertificateStatus
  /** `null` unless revoked. */
  readonly revocation: RevokedInfo | null
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  /**
   * Milliseconds since 1970. Where there is none it is `thisUpdate`: newer information is available all the time
   * (§4.2.2.1), and a response that was given may be any old one. OpenSSL lets it be good for ever.
   */
  readonly nextUpdate: number
  /** No extension is repeated, or unknown and critical. */
  readonly isUnderstood: boolean
}

/**
 * SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0] EXPLICIT OPTIONAL, singleExtensions [1]
 * EXPLICIT OPTIONAL }. Throws a DerError.
 */
export function readSingleResponse (cursor: DerCursor): SingleResponse {
  const outer = cursor.enter(Tag.SEQUENCE)
  const certificateId = readCertificateId(cursor)
  const certificateStatus = readCertificateStatus(cursor)
  const thisUpdate = readTime(cursor)
  const nextUpdate = cursor.peek() === constructed(0) ? readExplicit(cursor, readTime) : thisUpdate
  const isUnderstood = readOcspExtensions(cursor, constructed(1))
  cursor.leave(outer)
  return { certificateId, ...certificateStatus, thisUpdate, nextUpdate, isUnderstood }
}

/** RFC 6960 §4.2.2.1: a GeneralizedTime as in RFC 5280 §4.1.2.5.2, no UTCTime. Throws a DerError. */
export function readTime (cursor: DerCursor): number {
  return cursor.peek() === Tag.GENERALIZED_TIME ? cursor.time() : cursor.fail('no GeneralizedTime')
}

/** CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, IMPLICIT */
function readCertificateStatus (cursor: DerCursor): Pick<SingleResponse, 'status' | 'revocation'> {
  if (cursor.peek() === constructed(1)) return { status: 'revoked', revocation: readRevokedInfo(cursor) }
  const isGood = cursor.peek() === primitive(0)
  if (cursor.octetString(primitive(isGood ? 0 : 2)).length > 0) cursor.fail('NULL with content')
  return { status: isGood ? 'good' : 'unknown', revocation: null }
}

/** RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL } */
function readRevokedInfo (cursor: DerCursor): RevokedInfo {
  const outer = cursor.enter(constructed(1))
  const time = readTime(cursor)
  const reason = cursor.hasNext() ? readExplicit(cursor, readReasonCode) : null
  cursor.leave(outer)
  return { time, reason }
}

/** What is in a `[0]`. */
function readExplicit<Value> (cursor: DerCursor, read: (cursor: DerCursor) => Value): Value {
  const outer = cursor.enter(constructed(0))
  const value = read(cursor)
  cursor.leave(outer)
  return value
}
