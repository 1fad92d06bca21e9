import { informedChain } from '../revocation-sources/informed-chain.js'
import { asksForCertificate } from '../site/flags.js'
import type { Site } from '../site/options.js'
import { AMBIGUOUS, type Governing } from '../site/virtual-roots.js'
import type { CertificateSource } from '../trust/certificate/certificate-source.js'
import type { CertificateChain } from '../trust/chain.js'
import type { ChainOptions } from '../trust/chain-options.js'
import { show } from '../validation.js'

/** What a client sent in the handshake. */
export interface ClientCertificates {
  readonly leaf: CertificateSource
  /** Candidates for the chain, trusted in nothing. */
  readonly intermediates: readonly CertificateSource[]
}

/** Only where the virtual root asks for a certificate does one count. */
export function wantsCertificate (root: Governing): boolean {
  return root !== null && root !== AMBIGUOUS && asksForCertificate(root.permissions)
}

/** The bits of a chain that CertTrustOverride does not forgive; 0 if there are none. */
export function unforgivenBits (
  { certTrustOverride }: Pick<Site, 'certTrustOverride'>, chain: CertificateChain
): number {
  return (chain.errorStatus & ~certTrustOverride) >>> 0
}

/**
 * Verifies a client's certificate as the site wants it, at this moment.
 *
 * @throws TypeError if the site has no trust anchors, or its clock tells no time: then nothing can be verified, and
 *   nobody may enter
 */
export function clientChain (
  { engine, revocation, revocationSources }: Site, { leaf, intermediates }: ClientCertificates, time: Date
): CertificateChain {
  if (engine === null) {
    throw new TypeError('trustAnchors: a certificate is asked for, and there are none to verify it with')
  }
  // Without a time the engine would judge by its own clock.
  if (!(time instanceof Date)) throw new TypeError(`time: ${show(time)} is not a Date; let the clock return one`)
  const asked: ChainOptions = { additionalCertificates: intermediates, time, usage: 'clientAuth', revocation }
  return revocationSources === null
    ? engine.getCertificateChain(leaf, asked)
    : informedChain(engine, revocationSources, leaf, asked)
}
