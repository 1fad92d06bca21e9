import { createCertificate, type CertificateRequest, type Issued } from '../pki/certificate.js'
import { readCertificates } from '../trust/certificate/certificate-source.js'

const DAY = 24 * 60 * 60 * 1000

/** What a certificate shall say; everything but its name has a default. */
export interface TestCertificateOptions {
  readonly commonName: string
  /** Hexadecimal. Default: 128 random bits. */
  readonly serialNumber?: string
  /** Default: as its issuer; of an authority that signs itself 30 days from now. */
  readonly notAfter?: Date
}

/** A certificate and its key, as node:tls and node:https take them. */
export interface TestIdentity {
  /** PEM: the certificate, and the intermediates that belong to it. */
  readonly cert: string
  /** PKCS#8 in PEM. */
  readonly key: string
}

/** An authority for tests. It lives in memory, and its keys are for nothing else. */
export class TestAuthority implements TestIdentity {
  readonly cert: string
  readonly key: string
  readonly #certificate: Uint8Array
  readonly #time: Date
  /** What those whom it issues certificates for send besides their own: nothing, for an anchor. */
  readonly #intermediates: string

  /** Made by `createAuthority` and `issueAuthority`. */
  constructor ({ pem, keyPem }: Issued, issuer: TestAuthority | null, time: Date) {
    this.#intermediates = issuer === null ? '' : pem + issuer.#intermediates
    this.cert = issuer === null ? pem : this.#intermediates
    this.key = keyPem
    this.#certificate = readCertificates(pem, 'certificate')[0]!.raw
    this.#time = time
  }

  /** A certificate for a client. */
  async issue (options: TestCertificateOptions): Promise<TestIdentity> {
    return this.#identity({ ...options, profile: 'client' })
  }

  /**
   * A certificate for a server.
   *
   * @param hosts host names and addresses; the first is its common name
   */
  async issueServer (hosts: readonly string[] = ['localhost', '127.0.0.1', '::1']): Promise<TestIdentity> {
    return this.#identity({ commonName: hosts[0] ?? '', hosts, profile: 'server' })
  }

  /** An authority below this one. */
  async issueAuthority (options: TestCertificateOptions): Promise<TestAuthority> {
    return new TestAuthority(await this.#sign({ ...options, profile: 'authority' }), this, this.#time)
  }

  async #identity (options: Named): Promise<TestIdentity> {
    const { pem, keyPem } = await this.#sign(options)
    return { cert: pem + this.#intermediates, key: keyPem }
  }

  #sign (options: Named): Promise<Issued> {
    return createCertificate(request(options, this.#time), { certificate: this.#certificate, keyPem: this.key })
  }
}

/**
 * An authority that signs itself, for `trustAnchors`:
 *
 *     const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
 *     const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '01020304' })
 *     const { key, cert } = await issuer.issueServer()
 *     const site = { trustAnchors: issuer.cert, … }
 */
export async function createAuthority (options: TestCertificateOptions): Promise<TestAuthority> {
  const time = new Date()
  const issued = await createCertificate(request({ ...options, profile: 'authority' }, time), null)
  return new TestAuthority(issued, null, time)
}

type Named = TestCertificateOptions & Pick<CertificateRequest, 'profile' | 'hosts'>

function request ({ notAfter, ...options }: Named, time: Date): CertificateRequest {
  return { keyType: 'P-256', time, notAfter: notAfter ?? new Date(time.getTime() + 30 * DAY), ...options }
}
