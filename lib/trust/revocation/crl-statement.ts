import { sameBytes } from '../path/issuer-match.js'
import type { SigningKey } from '../signature/signing-key.js'
import type { CertificateRevocationList } from './certificate-revocation-list.js'
import { isOfSameScope } from './crl-scope.js'

/** A complete CRL that speaks of a certificate, signed by somebody who may. */
export interface CrlStatement {
  readonly crl: CertificateRevocationList
  /** That signed it. */
  readonly key: SigningKey
  /** ReasonFlags, as a mask: what it has an answer for. */
  readonly reasons: number
}

/** A newer CRL of the same issuer, key and scope takes the place of an older one. */
export function isSupersededBy (older: CrlStatement, newer: CrlStatement): boolean {
  return newer.crl.thisUpdate > older.crl.thisUpdate &&
    newer.crl.issuer.equals(older.crl.issuer) &&
    isOfSameScope(newer.crl, older.crl) &&
    sameBytes(newer.key.subjectPublicKeyInfo, older.key.subjectPublicKeyInfo)
}
