import { createHash } from 'node:crypto'
import type { Certificate } from '../../certificate/certificate.js'
import type { DerCursor } from '../../der/der-cursor.js'
import { constructed } from '../../der/tags.js'
import { Name } from '../../names/name.js'
import { sameBytes } from '../../path/issuer-match.js'
import { subjectPublicKeyOf } from './certificate-id.js'

/** ResponderID (RFC 6960 §4.2.1): who signed a response, by its subject or by the SHA-1 of its key. */
export type ResponderId =
  | { readonly form: 'byName', readonly name: Name }
  | { readonly form: 'byKey', readonly keyHash: Uint8Array }

/** ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }, EXPLICIT. Throws a DerError. */
export function readResponderId (cursor: DerCursor): ResponderId {
  const isByName = cursor.peek() === constructed(1)
  const outer = cursor.enter(constructed(isByName ? 1 : 2))
  const id: ResponderId = isByName
    ? { form: 'byName', name: Name.read(cursor) }
    : { form: 'byKey', keyHash: cursor.octetString() }
  cursor.leave(outer)
  return id
}

export function isResponder (certificate: Certificate, id: ResponderId): boolean {
  return id.form === 'byName'
    ? certificate.subject.equals(id.name)
    : sameBytes(id.keyHash, createHash('sha1').update(subjectPublicKeyOf(certificate)).digest())
}
