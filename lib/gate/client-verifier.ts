import { clientChain, unforgivenBits } from '../access/client-chain.js'
import type { PeerCertificate } from '../connection/peer-certificate.js'
import type { Site } from '../site/options.js'
import { BoundedCache } from '../trust/bounded-cache.js'
import type { CertificateChain } from '../trust/chain.js'

/** Clients whose intermediates are remembered; those of one issuer share them. */
const rememberedClients = 10_000

/** What their intermediates take together at most: room for 10 000 clients with 4 KiB each, which none share. */
const rememberedOctets = 40 * 1024 * 1024

/** The same for clients whose chain was refused: anybody can be one of them. */
const rememberedStrangers = 1_000

/**
 * Verifies the certificates of clients, anew each time.
 *
 * A resumed session brings the leaf alone (node-tls.md 2): without the intermediates that came with it before, a client
 * whose chain was complete in the full handshake would be refused on the resumed one, or refused for another reason. So
 * they are remembered. They are never trusted, only offered to the engine again, and only for the leaf that they came
 * with. Those of chains that were refused have a place of their own, so that nobody who makes certificates himself can
 * push out those of the others.
 */
export class ClientVerifier {
  readonly #site: Site
  // DER of the intermediates, by the SHA-256 of the leaf.
  readonly #ofClients = new BoundedCache<readonly Uint8Array[]>(rememberedClients, rememberedOctets)
  readonly #ofStrangers = new BoundedCache<readonly Uint8Array[]>(rememberedStrangers)

  constructor (site: Site) {
    this.#site = site
  }

  /**
   * The chain of a client's certificate.
   *
   * @param time default: now, by the site's clock
   * @throws TypeError if nothing can be verified: then nobody may enter
   */
  verify (peer: PeerCertificate, time = this.#site.clock()): CertificateChain {
    const { fingerprint256 } = peer
    const known = this.#ofClients.get(fingerprint256)
    const again = known === undefined ? null : this.#verifyWith(known, peer, time)
    // What came along with it now need not even be read.
    if (again !== null && unforgivenBits(this.#site, again) === 0) return again
    const { intermediates } = peer
    if (intermediates.length === 0) {
      return again ?? this.#verifyWith(this.#ofStrangers.get(fingerprint256) ?? [], peer, time)
    }
    const chain = this.#verifyWith(intermediates, peer, time)
    this.#remember(fingerprint256, intermediates, chain)
    return chain
  }

  #verifyWith (intermediates: readonly Uint8Array[], { raw: leaf }: PeerCertificate, time: Date): CertificateChain {
    return clientChain(this.#site, { leaf, intermediates }, time)
  }

  #remember (leaf: string, intermediates: readonly Uint8Array[], chain: CertificateChain): void {
    if (unforgivenBits(this.#site, chain) === 0) {
      const ders = chain.elements.slice(1).map(({ certificate }) => certificate.raw)
      this.#ofClients.set(leaf, ders, octetsOf(ders))
    } else {
      this.#ofStrangers.set(leaf, intermediates, octetsOf(intermediates))
    }
  }
}

function octetsOf (ders: readonly Uint8Array[]): number {
  return ders.reduce((octets, { length }) => octets + length, 0)
}
