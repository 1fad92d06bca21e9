/** Rows of PKITS whose CERT_TRUST bits differ from those that are known, and why. */

/** Rows whose bits differ, those of revocation left aside. */
export const BITS_EXCEPTIONS: Record<string, string> = {
  '4.3.1': 'no issuer of that name: trust-status.md asks for IS_PARTIAL_CHAIN',
  '4.3.2': 'no issuer of that name: trust-status.md asks for IS_PARTIAL_CHAIN',
  '4.16.2': 'trust-status.md asks for HAS_NOT_SUPPORTED_CRITICAL_EXT together with INVALID_EXTENSION'
}

const NO_CRL = 'no usable CRL: today\'s Windows and trust-status.md have IS_OFFLINE_REVOCATION besides'
const OTHER_SIGNER = 'Windows XP knows no CRL signer but the issuer; RFC 5280 §6.3.3(f) does'
const SIGNER_IN_PATH = 'the certificate that signs the CRL is listed as if it were in the path'

/** Rows whose bits differ from what Windows XP had, revocation on. */
export const XP_EXCEPTIONS: Record<string, string> = {
  ...BITS_EXCEPTIONS,
  '4.3.11': 'Windows XP does not find the CRL under a name in another case; RFC 5280 §7.1 does',
  '4.4.1': NO_CRL,
  '4.4.4': NO_CRL,
  '4.4.5': NO_CRL,
  '4.4.6': NO_CRL,
  '4.4.9': NO_CRL,
  '4.4.10': NO_CRL,
  '4.4.19': OTHER_SIGNER,
  '4.4.20': OTHER_SIGNER,
  '4.4.21': NO_CRL,
  '4.6.16': OTHER_SIGNER,
  '4.6.17': OTHER_SIGNER,
  '4.7.4': 'Windows XP does not ask a CRL signer for cRLSign; RFC 5280 §6.3.3(f) does',
  '4.7.5': 'Windows XP does not ask a CRL signer for cRLSign; RFC 5280 §6.3.3(f) does'
}

/** Rows whose bits differ from that reading of the RFC, revocation on. */
export const READING_EXCEPTIONS: Record<string, string> = {
  ...BITS_EXCEPTIONS,
  '4.4.1': NO_CRL,
  '4.4.4': NO_CRL,
  '4.4.5': NO_CRL,
  '4.4.6': NO_CRL,
  '4.4.9': 'trust-status.md: an unknown critical extension makes a CRL unusable, also where it lists the certificate',
  '4.4.10': NO_CRL,
  '4.4.19': OTHER_SIGNER,
  '4.4.20': OTHER_SIGNER,
  '4.4.21': NO_CRL,
  '4.5.4': SIGNER_IN_PATH,
  '4.5.5': SIGNER_IN_PATH,
  '4.5.6': SIGNER_IN_PATH,
  '4.5.7': SIGNER_IN_PATH,
  '4.7.4': NO_CRL,
  '4.7.5': NO_CRL
}
