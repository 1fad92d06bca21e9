import type { Certificate } from '../../certificate/certificate.js'
import { CertTrust } from '../../status.js'
import type { PathElement, PathContext } from '../path.js'

/**
 * RFC 5280 §4.1.2.5: from notBefore through notAfter, both inclusive. They are instants, as for Windows and Go: a
 * millisecond after 23:59:59Z is after it. (OpenSSL and webpki drop the clock's fractions and allow the whole second.)
 */
export function isValidAt ({ notBefore, notAfter }: Certificate, time: number): boolean {
  return time >= notBefore && time <= notAfter
}

/** RFC 5280 §6.1.3(a)(2). An anchor is subject to its own validity, as Windows does. */
export function checkValidity ({ certificate }: PathElement, { time }: PathContext): number {
  return isValidAt(certificate, time) ? 0 : CertTrust.IS_NOT_TIME_VALID
}

/** No RFC asks for it, and only very old Windows set the bit: a certificate is valid while its issuer is, no longer. */
export function checkTimeNesting ({ certificate, issuer }: PathElement, { timeNesting }: PathContext): number {
  if (!timeNesting || issuer === null) return 0
  const isNested = certificate.notBefore >= issuer.notBefore && certificate.notAfter <= issuer.notAfter
  return isNested ? 0 : CertTrust.IS_NOT_TIME_NESTED
}
