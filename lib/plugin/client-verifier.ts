import { clientChain } from '../access/client-chain.js'
import type { PeerCertificate } from '../connection/peer-certificate.js'
import type { Site } from '../site/options.js'
import { BoundedCache } from '../trust/bounded-cache.js'
import type { CertificateChain } from '../trust/chain.js'

/** Clients whose intermediates are remembered; those of one issuer share them. */
const rememberedClients = 10_000

/** What their intermediates take together at most: room for 10 000 clients with 4 KiB each, which none share. */
const rememberedOctets = 40 * 1024 * 1024

/**
 * Verifies the certificates of clients, anew each time.
 *
 * A resumed session brings the leaf alone (node-tls.md 2): without the intermediates that came with it before, a client
 * whose chain was complete in the full handshake would be refused on the resumed one. So those that made an acceptable
 * chain are remembered. They are never trusted, only offered to the engine again, and only for the leaf that they came
 * with; and nobody whose chain is refused can push others out.
 */
export class ClientVerifier {
  readonly #site: Site
  /** DER of the intermediates, by the SHA-256 of the leaf. */
  readonly #intermediates = new BoundedCache<readonly Uint8Array[]>(rememberedClients, rememberedOctets)

  constructor (site: Site) {
    this.#site = site
  }

  /**
   * The chain of a client's certificate, at this moment.
   *
   * @throws TypeError if nothing can be verified: then nobody may enter
   */
  verify ({ raw, fingerprint256, intermediates }: PeerCertificate): CertificateChain {
    const isAlone = intermediates.length === 0
    const candidates = isAlone ? this.#intermediates.get(fingerprint256) ?? [] : intermediates
    const chain = clientChain(this.#site, { leaf: raw, intermediates: candidates }, this.#site.clock())
    if (!isAlone && this.#isAcceptable(chain)) {
      const ders = chain.elements.slice(1).map(({ certificate }) => certificate.raw)
      this.#intermediates.set(fingerprint256, ders, ders.reduce((octets, { length }) => octets + length, 0))
    }
    return chain
  }

  #isAcceptable ({ errorStatus }: CertificateChain): boolean {
    return (errorStatus & ~this.#site.certTrustOverride) === 0
  }
}
