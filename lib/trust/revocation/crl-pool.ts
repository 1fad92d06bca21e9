import type { Name } from '../names/name.js'
import type { CertificateRevocationList } from './certificate-revocation-list.js'

/** CRLs by their issuer. Those that can't be understood are not among them: they must not be used (RFC 5280 §5.2). */
export class CrlPool {
  readonly #byIssuer = new Map<string, CertificateRevocationList[]>()

  constructor (crls: Iterable<CertificateRevocationList>) {
    for (const crl of crls) {
      if (!crl.isUsable) continue
      const ofIssuer = this.#byIssuer.get(crl.issuer.key)
      if (ofIssuer === undefined) this.#byIssuer.set(crl.issuer.key, [crl])
      else ofIssuer.push(crl)
    }
  }

  issuedBy (name: Name): readonly CertificateRevocationList[] {
    return this.#byIssuer.get(name.key) ?? []
  }
}
