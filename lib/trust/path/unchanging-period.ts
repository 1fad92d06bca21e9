import type { Certificate } from '../certificate/certificate.js'

/** Milliseconds since 1970, both inclusive. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** The time around `time` in which each of the certificates stays valid, not yet valid, or expired, as it is then. */
export function periodWithoutChange (certificates: Iterable<Certificate>, time: number): Period {
  let from = -Infinity
  let to = Infinity
  for (const { notBefore, notAfter } of certificates) {
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
