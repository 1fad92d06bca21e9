import { createHash } from 'node:crypto'
import type { Certificate } from '../../certificate/certificate.js'
import { readSubjectPublicKeyInfo } from '../../certificate/public-key.js'
import { DerCursor } from '../../der/der-cursor.js'
import { Tag } from '../../der/tags.js'
import { sameBytes } from '../../path/issuer-match.js'
import { readHashAlgorithm, type HashName } from '../../signature/hash-algorithm.js'
import type { SigningKey } from '../../signature/signing-key.js'

/** CertID (RFC 6960 §4.1.1): which certificate a response speaks of. */
export interface CertificateId {
  readonly hashAlgorithm: HashName
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** The content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
}

/**
 * CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash OCTET STRING, issuerKeyHash OCTET STRING, serialNumber }. Throws
 * a DerError, also for a hash that is neither SHA-1 nor of the SHA-2 family.
 */
export function readCertificateId (cursor: DerCursor): CertificateId {
  const outer = cursor.enter(Tag.SEQUENCE)
  const id = {
    hashAlgorithm: readHashAlgorithm(cursor),
    issuerNameHash: cursor.octetString(),
    issuerKeyHash: cursor.octetString(),
    serialNumber: cursor.integer()
  }
  cursor.leave(outer)
  return id
}

/** RFC 6960 §4.1.1: the name is hashed as it stands in the certificate. */
export function identifies (id: CertificateId, { serialNumberBytes, issuer }: Certificate, key: SigningKey): boolean {
  const hash = (bytes: Uint8Array): Uint8Array => createHash(id.hashAlgorithm).update(bytes).digest()
  return sameBytes(id.serialNumber, serialNumberBytes) &&
    sameBytes(id.issuerNameHash, hash(issuer.der)) &&
    sameBytes(id.issuerKeyHash, hash(subjectPublicKeyOf(key)))
}

/** What is hashed of a key: the BIT STRING, without tag, length and the number of unused bits. */
export function subjectPublicKeyOf ({ subjectPublicKeyInfo }: SigningKey): Uint8Array {
  return readSubjectPublicKeyInfo(new DerCursor(subjectPublicKeyInfo)).subjectPublicKey
}
