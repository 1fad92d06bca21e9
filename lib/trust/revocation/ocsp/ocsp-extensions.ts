import { walkExtension } from '../../certificate/extensions.js'
import type { DerCursor } from '../../der/der-cursor.js'
import { Tag } from '../../der/tags.js'

/**
 * Extensions that change nothing about an answer, whether they are critical or not. The nonce (RFC 6960 §4.4.1) is for
 * who asked: a response that was given was asked for by others.
 */
const ignored: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.48.1.2', // id-pkix-ocsp-nonce
  '1.3.6.1.5.5.7.48.1.3', // id-pkix-ocsp-crl, §4.4.2
  '1.3.6.1.5.5.7.48.1.6', // id-pkix-ocsp-archive-cutoff, §4.4.4
  '1.3.6.1.5.5.7.48.1.9', // id-pkix-ocsp-extended-revoke, §4.4.8
  '2.5.29.21', // reasonCode, §4.4.5
  '2.5.29.24' // invalidityDate
])

/**
 * Extensions [1] EXPLICIT SEQUENCE SIZE (1..MAX) OF Extension OPTIONAL (RFC 6960 §4.2.1). Gives whether they are
 * understood: none is repeated, or unknown and critical (§4.4). Throws a DerError if the frame is broken.
 */
export function readOcspExtensions (cursor: DerCursor, tag: number): boolean {
  if (cursor.peek() !== tag) return true
  const seen = new Set<string>()
  let isUnderstood = true
  const outer = cursor.enter(tag)
  const list = cursor.enter(Tag.SEQUENCE)
  do {
    walkExtension(cursor, (oid, critical) => {
      if (seen.has(oid) || (critical && !ignored.has(oid))) isUnderstood = false
      seen.add(oid)
    })
  } while (cursor.hasNext())
  cursor.leave(list)
  cursor.leave(outer)
  return isUnderstood
}
