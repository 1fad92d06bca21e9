import { CertTrust } from '../../status.js'
import type { Path, PathElement } from '../path.js'

/** The path ends in a self-signed certificate that nobody listed as an anchor. */
export function checkRoot ({ path, index }: PathElement): number {
  return path.end === 'selfSigned' && index === path.certificates.length - 1 ? CertTrust.IS_UNTRUSTED_ROOT : 0
}

/** The path came back to this certificate. */
export function checkCycle ({ path, certificate }: PathElement): number {
  return path.repeated === certificate ? CertTrust.IS_CYCLIC : 0
}

/** A bit of the chain alone: no root was reached. */
export function checkCompleteness ({ end }: Path): number {
  return end === 'trustAnchor' || end === 'selfSigned' ? 0 : CertTrust.IS_PARTIAL_CHAIN
}
