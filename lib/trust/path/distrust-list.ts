import { fingerprintOf, type Certificate } from '../certificate/certificate.js'
import { signatureTwin } from '../signature/signature-twin.js'
import type { SigningKey } from '../signature/signing-key.js'

/**
 * The certificates that an operator distrusts.
 *
 * Anybody can give a certificate another fingerprint who gives it another signature that verifies as well. So one that
 * is known itself is recognized by the bytes that are signed, as in Windows' disallowed store
 * (CERT_SIGNATURE_HASH_PROP_ID); one of which only the fingerprint is known, by its own and by that of its twin.
 */
export class DistrustList {
  /** SHA-256 of tbsCertificate. */
  readonly #contents: ReadonlySet<string>
  /** SHA-256 of certificates. */
  readonly #fingerprints: ReadonlySet<string>
  // A certificate is met in many paths
  readonly #known = new WeakMap<Certificate, boolean>()
  readonly #knownTwins = new WeakMap<Certificate, WeakMap<SigningKey, boolean>>()

  /** Fingerprints as in Certificate. */
  constructor (certificates: readonly Certificate[], fingerprints: readonly string[]) {
    this.#contents = new Set(certificates.map(({ tbsCertificate }) => fingerprintOf(tbsCertificate)))
    this.#fingerprints = new Set(fingerprints)
  }

  get isEmpty (): boolean {
    return this.#contents.size === 0 && this.#fingerprints.size === 0
  }

  /** `signer` is the key that the certificate's signature verifies with, if one is known. */
  includes (certificate: Certificate, signer: SigningKey | null): boolean {
    let isKnown = this.#known.get(certificate)
    if (isKnown === undefined) this.#known.set(certificate, isKnown = this.#includesItself(certificate))
    return isKnown || (signer !== null && this.#fingerprints.size > 0 && this.#includesTwin(certificate, signer))
  }

  #includesItself (certificate: Certificate): boolean {
    return (this.#contents.size > 0 && this.#contents.has(fingerprintOf(certificate.tbsCertificate))) ||
      (this.#fingerprints.size > 0 && this.#fingerprints.has(certificate.fingerprint256))
  }

  #includesTwin (certificate: Certificate, signer: SigningKey): boolean {
    let twins = this.#knownTwins.get(certificate)
    if (twins === undefined) this.#knownTwins.set(certificate, twins = new WeakMap())
    let isKnown = twins.get(signer)
    if (isKnown === undefined) {
      const twin = signatureTwin(certificate, signer)
      twins.set(signer, isKnown = twin !== null && this.#fingerprints.has(fingerprintOf(twin)))
    }
    return isKnown
  }
}
