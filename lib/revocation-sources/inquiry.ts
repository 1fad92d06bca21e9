import type { Certificate } from '../trust/certificate/certificate.js'
import type { CertificateRevocationList } from '../trust/revocation/certificate-revocation-list.js'
import type { OcspResponse } from '../trust/revocation/ocsp/ocsp-response.js'
import type { HttpQuestion } from './download.js'

/** What a source has answered, decoded. */
export type Answer = {
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  /** Milliseconds since 1970; until then it is good. Infinity: it does not age. */
  readonly nextUpdate: number
  /** Whether it is signed by this issuer of the certificate, or by a responder that it authorized. */
  readonly isSignedBy: (issuer: Certificate) => boolean
} & (
  | { readonly form: 'crl', readonly document: CertificateRevocationList }
  | { readonly form: 'ocsp', readonly document: OcspResponse }
)

/** A question to a source: for a CRL, or for the status of one certificate. */
export interface Inquiry {
  /** Tells it from all others. */
  readonly key: string
  readonly url: URL
  readonly question: HttpQuestion
  /**
   * Decodes the answer to it.
   *
   * @throws Error that says what is wrong with it
   */
  readonly read: (content: Buffer) => Answer
}
