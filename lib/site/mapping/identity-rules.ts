import { readCertificates, type CertificateSource } from '../../trust/certificate/certificate-source.js'
import { fingerprintOf } from '../../trust/certificate/certificate.js'
import { readFingerprint } from '../../trust/engine-options.js'
import { string, wrong } from '../../validation.js'
import { someValue, type Condition } from './condition.js'
import { contents, fingerprint256, publicKeyPin } from './facets.js'

/** Base64 of 32 octets. */
const PIN = /^[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=$/

/** This certificate: what is signed in it must be the same. */
export function readCertificateRule (value: unknown, what: string): Condition {
  const [certificate, ...others] = readCertificates(value as CertificateSource, what)
  if (others.length > 0) {
    throw new TypeError(`${what}: holds ${others.length + 1} certificates; give one, and each other one to a user of ` +
      'its own')
  }
  return someValue(contents, fingerprintOf(certificate!.tbsCertificate))
}

/**
 * A certificate with this fingerprint.
 *
 * @throws TypeError also for a denial: whoever holds a certificate can give it another fingerprint (ECDSA's second
 *   signature, see DistrustList)
 */
export function readFingerprintRule (value: unknown, denies: boolean, what: string): Condition {
  const text = string(value, what)
  if (denies) {
    throw new TypeError(`${what}: a certificate can be given another fingerprint, so that this denies nobody; give ` +
      'the certificate, or list the fingerprint in distrusted')
  }
  return someValue(fingerprint256, readFingerprint(text, what))
}

/** A certificate of this key. */
export function readPublicKeyPinRule (value: unknown, what: string): Condition {
  const pin = string(value, what)
  if (!PIN.test(pin)) {
    throw wrong(what, pin, 'the SHA-256 of a SubjectPublicKeyInfo in base64 (44 characters, RFC 7469)')
  }
  return someValue(publicKeyPin, pin)
}
