import { walkExtension } from '../certificate/extensions.js'
import { directoryNames } from '../certificate/extensions/distribution-point-name.js'
import { DerCursor } from '../der/der-cursor.js'
import { DerError } from '../der/der-error.js'
import { Tag } from '../der/tags.js'
import { readGeneralNames } from '../names/general-name.js'
import type { Name } from '../names/name.js'
import { crlReasons, type CrlReason, type RevokedInfo } from './revocation.js'

/** What the extensions of a CRL entry say (RFC 5280 §5.3). */
export interface CrlEntryExtensions {
  /** removeFromCRL: in a delta, the certificate is not revoked any more. */
  readonly reasonCode: CrlReason | null
  /** From this entry on, the certificates are those of this issuer. `'unclear'`: of one that nobody can tell. */
  readonly certificateIssuer: Name | 'unclear' | null
  /** None is malformed, repeated, or unknown and critical. */
  readonly isUnderstood: boolean
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

const none: CrlEntryExtensions = Object.freeze({ reasonCode: null, certificateIssuer: null, isUnderstood: true })

/**
 * Reads an entry: SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions OPTIONAL } (RFC 5280
 * §5.1.2.6). Throws a DerError if it is none; what is wrong inside an extension makes it one that is not understood.
 *
 * The revocation date does not count: a certificate that was revoked later than the time that is asked for is revoked
 * all the same, as for Windows and OpenSSL.
 */
export function readCrlEntry (cursor: DerCursor): CrlEntryExtensions {
  const outer = cursor.enter(Tag.SEQUENCE)
  cursor.integer()
  cursor.time()
  const extensions = cursor.hasNext() ? readEntryExtensions(cursor) : none
  cursor.leave(outer)
  return extensions
}

/** What such an entry says about the revocation. */
export function readRevokedInfo (cursor: DerCursor): RevokedInfo {
  const { position } = cursor
  const { reasonCode: reason } = readCrlEntry(cursor)
  cursor.position = position
  cursor.enter(Tag.SEQUENCE)
  cursor.integer()
  return { time: cursor.time(), reason }
}

function readEntryExtensions (cursor: DerCursor): CrlEntryExtensions {
  const extensions: Mutable<CrlEntryExtensions> = { ...none }
  let seen = ' '
  const outer = cursor.enter(Tag.SEQUENCE)
  do {
    walkExtension(cursor, (oid, critical) => {
      const isRepeated = seen.includes(` ${oid} `)
      seen += `${oid} `
      if (isRepeated || !isUnderstoodExtension(oid, critical, cursor.content(), extensions)) {
        extensions.isUnderstood = false
      }
    })
  } while (cursor.hasNext())
  cursor.leave(outer)
  return extensions
}

function isUnderstoodExtension (
  oid: string,
  critical: boolean,
  value: Uint8Array,
  extensions: Mutable<CrlEntryExtensions>
): boolean {
  try {
    const cursor = new DerCursor(value)
    if (oid === '2.5.29.21') extensions.reasonCode = readReasonCode(cursor)
    else if (oid === '2.5.29.24') cursor.time() // invalidityDate
    else if (oid === '2.5.29.29') extensions.certificateIssuer = readCertificateIssuer(cursor)
    else return !critical
    cursor.finish()
    return true
  } catch (error) {
    DerError.assert(error)
    if (oid === '2.5.29.29') extensions.certificateIssuer = 'unclear'
    return false
  }
}

/** RFC 5280 §5.3.1: CRLReason ::= ENUMERATED */
export function readReasonCode (cursor: DerCursor): CrlReason {
  const [code = -1, ...rest] = cursor.expect(Tag.ENUMERATED).content()
  const reason = rest.length === 0 ? crlReasons.get(code) : undefined
  return reason ?? cursor.fail('no CRLReason')
}

/**
 * RFC 5280 §5.3.3: GeneralNames, the issuer's directoryName among them. Departure: of several directoryNames nobody can
 * tell which one is meant.
 */
function readCertificateIssuer (cursor: DerCursor): Name | 'unclear' {
  const names = directoryNames(readGeneralNames(cursor, Tag.SEQUENCE))
  return names.length === 1 ? names[0]! : 'unclear'
}
