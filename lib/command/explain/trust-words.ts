import type { CertTrust } from '../../trust/status.js'

/** What a bit means for the people concerned, and what helps. */
export interface TrustWords {
  readonly meaning: string
  readonly cure: string
}

type TrustBit = Exclude<keyof typeof CertTrust, 'namesOf' | 'ALL'>

const asIssuer = 'have its authority issue it anew, as docs/reference/trust-status.md says'
const never = { meaning: 'is never set here', cure: 'none is needed' }

/** Each error bit of a chain in plain words: "this certificate …". */
export const trustWords: Readonly<Record<TrustBit, TrustWords>> = {
  IS_NOT_TIME_VALID: { meaning: 'has expired, or is not yet valid', cure: 'renew it; look at the server\'s clock' },
  IS_NOT_TIME_NESTED: { meaning: 'is not valid within the time of its issuer', cure: asIssuer },
  IS_REVOKED: { meaning: 'is revoked by its issuer', cure: 'issue another one' },
  IS_NOT_SIGNATURE_VALID: {
    meaning: 'is not signed by the key of the certificate above it',
    cure: 'look for a forgery, or a CA of the same name with another key among the trust anchors'
  },
  IS_NOT_VALID_FOR_USAGE: {
    meaning: 'is not meant for TLS clients, or for issuing certificates for them',
    cure: 'issue it with the extended key usage clientAuth; a CA with the key usage keyCertSign'
  },
  IS_UNTRUSTED_ROOT: {
    meaning: 'signs itself, and is none of the trust anchors',
    cure: 'add it to trustAnchors if it is to be trusted'
  },
  REVOCATION_STATUS_UNKNOWN: {
    meaning: 'has no fresh CRL or OCSP response that says whether it is revoked',
    cure: 'give its issuer\'s current CRL in crls'
  },
  IS_CYCLIC: { meaning: 'stands above itself', cure: asIssuer },
  INVALID_EXTENSION: { meaning: 'has an extension that is malformed, repeated or not supported', cure: asIssuer },
  INVALID_POLICY_CONSTRAINTS: { meaning: 'has malformed or impossible policies', cure: asIssuer },
  INVALID_BASIC_CONSTRAINTS: {
    meaning: 'issues certificates and is no CA, or has more CAs below it than it may',
    cure: asIssuer
  },
  INVALID_NAME_CONSTRAINTS: { meaning: 'has name constraints that can\'t be judged', cure: asIssuer },
  HAS_NOT_SUPPORTED_NAME_CONSTRAINT: { meaning: 'has name constraints of an unknown kind', cure: asIssuer },
  HAS_NOT_DEFINED_NAME_CONSTRAINT: never,
  HAS_NOT_PERMITTED_NAME_CONSTRAINT: { meaning: 'does not permit a name below it', cure: asIssuer },
  HAS_EXCLUDED_NAME_CONSTRAINT: { meaning: 'excludes a name below it', cure: asIssuer },
  IS_PARTIAL_CHAIN: {
    meaning: 'leads to no trust anchor: an issuer is missing',
    cure: 'let the client send its intermediates, or give them in intermediates; add the anchor if it is missing'
  },
  CTL_IS_NOT_TIME_VALID: never,
  CTL_IS_NOT_SIGNATURE_VALID: never,
  CTL_IS_NOT_VALID_FOR_USAGE: never,
  HAS_WEAK_SIGNATURE: {
    meaning: 'is signed with a weak algorithm or key',
    cure: 'issue it with SHA-256 and a key of 2048 bits or more; or lower strength'
  },
  IS_OFFLINE_REVOCATION: {
    meaning: 'could not be checked for revocation',
    cure: 'give its issuer\'s current CRL in crls'
  },
  NO_ISSUANCE_CHAIN_POLICY: { meaning: 'was issued under no policy that is accepted', cure: asIssuer },
  IS_EXPLICIT_DISTRUST: { meaning: 'is on the site\'s list of distrusted certificates', cure: 'issue another one' },
  HAS_NOT_SUPPORTED_CRITICAL_EXT: { meaning: 'has a critical extension that nobody knows here', cure: asIssuer }
}

/** What is said of bits by name; names without words, which other versions may log, are left out. */
export function wordsOf (names: readonly string[]): Array<TrustWords & { readonly name: string }> {
  return names.flatMap((name) => Object.hasOwn(trustWords, name) ? [{ name, ...trustWords[name as TrustBit] }] : [])
}
