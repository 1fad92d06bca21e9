/**
 * A throw-away PKI, for the tests and for `npm start`:
 *
 *     const root = await createAuthority({ commonName: 'Company Root' })
 *     const issuer = await root.issueAuthority({ commonName: 'CompanyIssuer' })
 *     const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '01020304' })
 *     alice.chainPem // Alice and CompanyIssuer
 */
import { createRequire } from 'node:module'
import 'reflect-metadata'
import type * as webcrypto from '@peculiar/webcrypto'
import * as x509 from '@peculiar/x509'
import { certificateExtensions } from './pki-extensions.js'
import type { ExtensionOptions, Profile } from './pki-extensions.js'
import { exportPrivateKey, generateKeys, keyForHash, signingAlgorithm } from './pki-keys.js'
import type { CryptoKeyPair, HashAlgorithm, KeyAlgorithm } from './pki-keys.js'

export { Extension, KeyUsageFlags } from '@peculiar/x509'
export { generateKeys } from './pki-keys.js'
export type { HashAlgorithm, KeyAlgorithm } from './pki-keys.js'

// By `require`: the package's ESM build is not marked as such, and tap's loader takes it for CommonJS.
const { Crypto } = createRequire(import.meta.url)('@peculiar/webcrypto') as typeof webcrypto

x509.cryptoProvider.set(new Crypto())

const DAY = 24 * 60 * 60 * 1000

/** What a certificate shall say. Everything but its name has a default. */
export interface CertificateOptions extends ExtensionOptions {
  /** The only attribute of the subject; shorthand of `subject: [{ CN: [{ utf8String: commonName }] }]`. */
  commonName?: string
  /** The whole subject, an element for each relative distinguished name; instead of `commonName`. */
  subject?: x509.Name | x509.JsonNameParams
  /** Hexadecimal, most significant byte first. Default: random. */
  serialNumber?: string
  /** Default: as the issuer; of a self-signed certificate a day before now, since TLS clients look at the clock. */
  notBefore?: Date
  /** Default: as the issuer; of a self-signed certificate 30 days after now. */
  notAfter?: Date
  /** Of a new key. Default: `P-256`, the fastest. */
  keyAlgorithm?: KeyAlgorithm
  /** A key that exists already; instead of `keyAlgorithm`. */
  keys?: CryptoKeyPair
  /** What the issuer hashes with. Default: `SHA-256`. */
  hash?: HashAlgorithm
}

/** A certificate, its private key, and the intermediates up to its root. */
export class Identity {
  readonly certificate: x509.X509Certificate
  readonly keys: CryptoKeyPair
  /** PKCS#8. */
  readonly keyPem: string
  readonly issuer: Authority | null

  constructor (certificate: x509.X509Certificate, keys: CryptoKeyPair, keyPem: string, issuer: Authority | null) {
    this.certificate = certificate
    this.keys = keys
    this.keyPem = keyPem
    this.issuer = issuer
  }

  get der (): Buffer {
    return Buffer.from(this.certificate.rawData)
  }

  get pem (): string {
    return `${this.certificate.toString('pem')}\n`
  }

  /** The authorities between this certificate and its root, without either. */
  get intermediatesPem (): string {
    return this.issuer?.issuer ? this.issuer.chainPem : ''
  }

  /** This certificate and its intermediates: what a TLS peer sends. */
  get chainPem (): string {
    return this.pem + this.intermediatesPem
  }
}

/** An identity that issues. */
export class Authority extends Identity {
  /** A certificate for a TLS client. */
  async issue (options: CertificateOptions): Promise<Identity> {
    return new Identity(...await createCertificate(options, 'client', this))
  }

  /** A certificate for a TLS server under the given host names and addresses, of which the first is its commonName. */
  async issueServer (
    hosts: readonly string[] = ['localhost', '127.0.0.1', '::1'],
    options: CertificateOptions = {}
  ): Promise<Identity> {
    return new Identity(...await createCertificate({ commonName: hosts[0] ?? '', hosts, ...options }, 'server', this))
  }

  /** An intermediate. */
  async issueAuthority (options: CertificateOptions): Promise<Authority> {
    return new Authority(...await createCertificate(options, 'authority', this))
  }

  /** A second certificate for the name and the key of an authority that has one already. */
  async crossSign (other: Authority, options: CertificateOptions = {}): Promise<Authority> {
    return this.issueAuthority({ subject: other.certificate.subjectName, keys: other.keys, ...options })
  }
}

/** A self-signed authority. */
export async function createAuthority (options: CertificateOptions): Promise<Authority> {
  return new Authority(...await createCertificate(options, 'authority', null))
}

/** A self-signed certificate of a TLS client. */
export async function createSelfSigned (options: CertificateOptions): Promise<Identity> {
  return new Identity(...await createCertificate(options, 'client', null))
}

async function createCertificate (
  options: CertificateOptions,
  profile: Profile,
  issuer: Authority | null
): Promise<ConstructorParameters<typeof Identity>> {
  const { hash = 'SHA-256' } = options
  const keys = options.keys ?? await generateKeys(options.keyAlgorithm ?? 'P-256')
  const subject = subjectOf(options)
  const signer = issuer ?? { keys, certificate: { subjectName: subject, ...defaultValidity() } }
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: signer.certificate.subjectName,
    ...(options.serialNumber !== undefined && { serialNumber: options.serialNumber }),
    notBefore: options.notBefore ?? signer.certificate.notBefore,
    notAfter: options.notAfter ?? signer.certificate.notAfter,
    publicKey: keys.publicKey,
    signingKey: await keyForHash(signer.keys.privateKey, hash),
    signingAlgorithm: signingAlgorithm(hash),
    extensions: await certificateExtensions(options, profile, keys.publicKey, issuer?.keys.publicKey ?? null)
  })
  return [certificate, keys, await exportPrivateKey(keys.privateKey), issuer]
}

function subjectOf ({ commonName = '', subject = [{ CN: [{ utf8String: commonName }] }] }: CertificateOptions): x509.Name {
  return subject instanceof x509.Name ? subject : new x509.Name(subject)
}

function defaultValidity (): { notBefore: Date, notAfter: Date } {
  return { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 30 * DAY) }
}
