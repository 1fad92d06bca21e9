import type { DerCursor } from '../../der/der-cursor.js'
import { constructed, primitive, Tag } from '../../der/tags.js'
import { readGeneralNames } from '../../names/general-name.js'
import type { Name } from '../../names/name.js'

/** RFC 5280 §4.2.1.1 */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | null
  /** The directoryNames of authorityCertIssuer. */
  readonly authorityCertIssuer: readonly Name[]
  /** The content octets of the INTEGER. */
  readonly authorityCertSerialNumber: Uint8Array | null
}

const mostIssuerNames = 16

/**
 * AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] },
 * each OPTIONAL.
 *
 * Departures: authorityCertIssuer has few names, for an issuer has one, and as many as fit are costly to read and keep.
 * authorityCertIssuer without authorityCertSerialNumber (or the reverse) is read. The extension only puts
 * candidates in order; it excludes none.
 */
export function readAuthorityKeyIdentifier (cursor: DerCursor): AuthorityKeyIdentifier {
  const outer = cursor.enter(Tag.SEQUENCE)
  const keyIdentifier = cursor.peek() === primitive(0) ? cursor.octetString(primitive(0)) : null
  const issuerNames = cursor.peek() === constructed(1) ? readGeneralNames(cursor, constructed(1)) : []
  const authorityCertIssuer = issuerNames.flatMap((name) => name.form === 'directoryName' ? [name.value] : [])
  if (authorityCertIssuer.length > mostIssuerNames) cursor.fail('too many names')
  const authorityCertSerialNumber = cursor.hasNext() ? cursor.integer(primitive(2)) : null
  cursor.leave(outer)
  return { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber }
}

/** RFC 5280 §4.2.1.2: SubjectKeyIdentifier ::= OCTET STRING */
export function readSubjectKeyIdentifier (cursor: DerCursor): Uint8Array {
  return cursor.octetString()
}
