import { randomBytes, type webcrypto } from 'node:crypto'
import { Name, X509Certificate, X509CertificateGenerator } from '../trust/x509.js'
import { extensionsOf, type Profile } from './extensions.js'
import { generateKeys, privateKeyPem, signingAlgorithm, signingKey, type KeyType } from './keys.js'

/** What a certificate shall say. */
export interface CertificateRequest {
  readonly commonName: string
  readonly profile: Profile
  readonly keyType: KeyType
  /** From a few minutes before it on. */
  readonly time: Date
  /** At the latest; no later than that of its issuer. */
  readonly notAfter: Date
  /** Hexadecimal. Default: 128 random bits. */
  readonly serialNumber?: string
  readonly hosts?: readonly string[]
  readonly crlUrl?: string
}

/** Who signs it: the certificate, and its key. */
export interface Signer {
  readonly certificate: Uint8Array
  readonly keyPem: string
}

/** PEM of a new certificate and of its key. */
export interface Issued {
  readonly pem: string
  readonly keyPem: string
}

/** Clocks of those who meet a certificate in its first minutes may be behind. */
const GRACE = 5 * 60 * 1000

/**
 * Makes a key and a certificate for it, which ends no later than that of its issuer.
 *
 * @param signer null: it signs itself
 */
export async function createCertificate (request: CertificateRequest, signer: Signer | null): Promise<Issued> {
  const { commonName, profile, keyType, time, hosts = [], crlUrl } = request
  const keys = await generateKeys(keyType)
  const subject = new Name([{ CN: [{ utf8String: commonName }] }])
  const issuer = signer === null ? null : new X509Certificate(signer.certificate)
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuer?.subjectName ?? subject,
    serialNumber: request.serialNumber ?? randomSerialNumber(),
    notBefore: new Date(Math.max(time.getTime() - GRACE, issuer?.notBefore.getTime() ?? 0)),
    notAfter: new Date(Math.min(request.notAfter.getTime(), issuer?.notAfter.getTime() ?? Infinity)),
    publicKey: keys.publicKey,
    signingKey: signer === null ? keys.privateKey : await signingKey(signer.keyPem),
    signingAlgorithm,
    extensions: await extensionsOf({
      profile,
      publicKey: keys.publicKey,
      issuerKey: issuer === null ? keys.publicKey : await issuer.publicKey.export() as webcrypto.CryptoKey,
      hosts,
      ...(crlUrl !== undefined && { crlUrl })
    })
  })
  return { pem: `${certificate.toString('pem')}\n`, keyPem: await privateKeyPem(keys.privateKey) }
}

/** RFC 5280 §4.1.2.2: positive, at most 20 octets; the first one keeps it from being shortened. */
function randomSerialNumber (): string {
  return `40${randomBytes(15).toString('hex')}`
}
