import type { Certificate } from '../certificate/certificate.js'
import type { Name } from '../names/name.js'
import { signatureSchemeOf } from '../signature/signature-algorithms.js'
import type { CertificatePool } from './certificate-pool.js'
import { isValidAt } from './checks/validity.js'
import { matchIssuer, type IssuerMatch } from './issuer-match.js'

/** What an authorityKeyIdentifier that does not fit costs outweighs all else, but it excludes nobody. */
const matchCost: Readonly<Record<IssuerMatch, number>> = { exact: 0, key: 0, name: 16, mismatch: 32 }

/** The certificates that may have issued another, the most promising first. */
export class Candidates {
  readonly #pools: readonly CertificatePool[]
  readonly #anchors: ReadonlySet<Certificate>
  readonly #anchorNames: ReadonlySet<string>
  readonly #time: number
  /** Of certificates that have several. */
  #issuers: Map<Certificate, readonly Certificate[]> | undefined
  /** By the spelling of the name. */
  readonly #named = new Map<string, readonly Certificate[]>()

  /** `anchors` are in one of the pools too. `time` in milliseconds since 1970. */
  constructor (
    pools: readonly CertificatePool[],
    anchors: ReadonlySet<Certificate>,
    anchorNames: ReadonlySet<string>,
    time: number
  ) {
    this.#pools = pools
    this.#anchors = anchors
    this.#anchorNames = anchorNames
    this.#time = time
  }

  /** All those that were looked at. */
  get considered (): Iterable<Certificate> {
    const considered: Certificate[] = []
    for (const named of this.#named.values()) considered.push(...named)
    return considered
  }

  /** Those with that subject, in no order: they may have signed a CRL. */
  named (name: Name): readonly Certificate[] {
    const { spelling } = name
    let named = this.#named.get(spelling)
    if (named === undefined) this.#named.set(spelling, named = this.#find(this.#spelt(spelling) ?? name))
    return named
  }

  issuersOf (certificate: Certificate): readonly Certificate[] {
    const named = this.named(certificate.issuer)
    if (named.length <= 1) return named
    const known = this.#issuers ??= new Map()
    let issuers = known.get(certificate)
    if (issuers === undefined) known.set(certificate, issuers = this.#inOrder(certificate, named))
    return issuers
  }

  #spelt (spelling: string): Name | undefined {
    for (const pool of this.#pools) {
      const name = pool.spelt(spelling)
      if (name !== undefined) return name
    }
    return undefined
  }

  #find (name: Name): readonly Certificate[] {
    if (this.#pools.length === 1) return this.#pools[0]!.named(name)
    return [...new Set(this.#pools.flatMap((pool) => pool.named(name)))]
  }

  #inOrder (certificate: Certificate, issuers: readonly Certificate[]): readonly Certificate[] {
    const keyAlgorithms = signatureSchemeOf(certificate.signatureAlgorithm)?.keyAlgorithms ?? []
    const cost = (issuer: Certificate): number =>
      matchCost[matchIssuer(certificate, issuer)] +
      (this.#anchors.has(issuer) ? 0 : 8) +
      (keyAlgorithms.includes(issuer.publicKeyAlgorithm.algorithm) ? 0 : 4) +
      (isValidAt(issuer, this.#time) ? 0 : 2) +
      (this.#anchorNames.has(issuer.issuer.key) ? 0 : 1)
    return issuers
      .map((issuer) => ({ issuer, cost: cost(issuer) }))
      .sort((a, b) => a.cost - b.cost)
      .map(({ issuer }) => issuer)
  }
}
