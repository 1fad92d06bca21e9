import type { Certificate } from '../certificate/certificate.js'
import type { CertificateRevocationList } from '../revocation/certificate-revocation-list.js'

/** Milliseconds since 1970, both inclusive. */
export interface Period {
  readonly from: number
  readonly to: number
}

export const always: Period = Object.freeze({ from: -Infinity, to: Infinity })

export function isWithin ({ from, to }: Period, time: number): boolean {
  return time >= from && time <= to
}

/** Certificates, CRLs and OCSP answers: milliseconds since 1970, both inclusive. */
export type Dated =
  Pick<Certificate, 'notBefore' | 'notAfter'> | Pick<CertificateRevocationList, 'thisUpdate' | 'nextUpdate'>

/** The time around `time` in which each of them stays valid, not yet valid, or expired, as it is then. */
export function periodWithoutChange (items: Iterable<Dated>, time: number): Period {
  let from = -Infinity
  let to = Infinity
  for (const item of items) {
    const notBefore = 'notBefore' in item ? item.notBefore : item.thisUpdate
    const notAfter = 'notAfter' in item ? item.notAfter : item.nextUpdate
    if (time < notBefore) {
      to = Math.min(to, notBefore - 1)
    } else if (time > notAfter) {
      from = Math.max(from, notAfter + 1)
    } else {
      from = Math.max(from, notBefore)
      to = Math.min(to, notAfter)
    }
  }
  return { from, to }
}
