import type { X509Certificate } from '@peculiar/x509'
import type { PeerCertificate } from '../connection/peer-certificate.js'
import type { CertificateChain } from '../trust/chain.js'
import { X509Certificate as PeculiarCertificate } from '../trust/x509.js'

/** The client's certificate, as handlers see it: verified, or forgiven by CertTrustOverride. */
export class ClientCertificate {
  /** DER. */
  readonly raw: Buffer
  /** SHA-256 of `raw`, upper-case hexadecimal with colons. */
  readonly fingerprint256: string
  /** What the trust engine found out about it, for this request. */
  readonly chain: CertificateChain
  #certificate: X509Certificate | undefined

  constructor ({ raw, fingerprint256 }: Pick<PeerCertificate, 'raw' | 'fingerprint256'>, chain: CertificateChain) {
    this.raw = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
    this.fingerprint256 = fingerprint256
    this.chain = chain
  }

  /** The certificate as an object of @peculiar/x509, made on first use. */
  get certificate (): X509Certificate {
    this.#certificate ??= new PeculiarCertificate(this.raw)
    return this.#certificate
  }
}
