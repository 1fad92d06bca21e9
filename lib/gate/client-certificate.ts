import type { X509Certificate } from '@peculiar/x509'
import type { Certificate } from '../trust/certificate/certificate.js'
import type { CertificateChain } from '../trust/chain.js'
import { x509Certificate } from './x509-certificate.cjs'

/** The client's certificate, as handlers see it: verified, or forgiven by CertTrustOverride. */
export class ClientCertificate {
  /** SHA-256 of `raw`, upper-case hexadecimal with colons. */
  readonly fingerprint256: string
  /** What the trust engine found out about it, for this request. */
  readonly chain: CertificateChain
  readonly #leaf: Certificate
  #raw: Buffer | undefined
  #certificate: X509Certificate | undefined

  constructor (leaf: Certificate, chain: CertificateChain) {
    this.fingerprint256 = leaf.fingerprint256
    this.chain = chain
    this.#leaf = leaf
  }

  /** DER, of this request alone. Made on first use. */
  get raw (): Buffer {
    this.#raw ??= Buffer.from(this.#leaf.raw)
    return this.#raw
  }

  /** The certificate as an object of @peculiar/x509, made on first use. */
  get certificate (): X509Certificate {
    this.#certificate ??= x509Certificate(this.#leaf.raw)
    return this.#certificate
  }
}
