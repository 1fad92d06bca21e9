/** CRLReason (RFC 5280 §5.3.1). */
export type CrlReason =
  'unspecified' | 'keyCompromise' | 'cACompromise' | 'affiliationChanged' | 'superseded' | 'cessationOfOperation' |
  'certificateHold' | 'removeFromCRL' | 'privilegeWithdrawn' | 'aACompromise'

/** By their numbers; 7 is not used. */
export const crlReasons: ReadonlyMap<number, CrlReason> = new Map([
  [0, 'unspecified'], [1, 'keyCompromise'], [2, 'cACompromise'], [3, 'affiliationChanged'], [4, 'superseded'],
  [5, 'cessationOfOperation'], [6, 'certificateHold'], [8, 'removeFromCRL'], [9, 'privilegeWithdrawn'],
  [10, 'aACompromise']
])

/** What a CRL entry (RFC 5280 §5.3) or an OCSP response (RevokedInfo, RFC 6960 §4.2.1) says of a revocation. */
export interface RevokedInfo {
  /** Milliseconds since 1970: when the certificate was revoked. It does not count: revoked is revoked. */
  readonly time: number
  /** `null`: none is given. */
  readonly reason: CrlReason | null
}

/** Why and since when a certificate is revoked, and by what that is known. */
export interface Revocation extends RevokedInfo {
  readonly source: 'crl' | 'ocsp'
}
