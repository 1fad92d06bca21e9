import type { PeerCertificate } from '../../connection/peer-certificate.js'
import type { Site } from '../../site/options.js'
import type { CertificateChain } from '../../trust/chain.js'
import { ClientVerifier } from '../client-verifier.js'

/** Is told what came of each verification, and how long it took, in seconds. */
export type Measure = (chain: CertificateChain, seconds: number) => void

/** Verifies as any other, and says what it took. */
export class MeasuredVerifier extends ClientVerifier {
  readonly #measure: Measure

  constructor (site: Site, measure: Measure) {
    super(site)
    this.#measure = measure
  }

  override verify (peer: PeerCertificate, time?: Date): CertificateChain {
    const start = performance.now()
    const chain = super.verify(peer, time)
    this.#measure(chain, (performance.now() - start) / 1000)
    return chain
  }
}
