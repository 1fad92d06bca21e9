/**
 * Certificates that no tool would issue, signed with a key that is really there:
 *
 *     const ca = handMadeAuthority({ subject: commonName('Company') })
 *     const alice = handMade(ca, { subject: commonName('Alice'), serialNumber: integer('ff') })
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject, KeyPairKeyObjectResult } from 'node:crypto'
import { bitString, certificate, commonName, element, extension, sequence, tbsCertificate, TRUE } from './der.js'
import type { CertificateParts } from './der.js'
import type { ClientIdentity } from './conversation.js'

/** A certificate with its key, on P-256 and signed with ECDSA and SHA-256 unless its parts say something else. */
export class HandMade implements ClientIdentity {
  readonly der: Buffer
  /** DER of its name. */
  readonly subject: CertificateParts['subject']
  readonly privateKey: KeyObject
  readonly issuer: HandMade | null

  constructor (der: Buffer, subject: CertificateParts['subject'], privateKey: KeyObject, issuer: HandMade | null) {
    this.der = der
    this.subject = subject
    this.privateKey = privateKey
    this.issuer = issuer
  }

  get pem (): string {
    return pemOf(this.der)
  }

  get keyPem (): string {
    return this.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  }

  /** Without the root. */
  get intermediatesPem (): string {
    return this.issuer?.issuer ? this.issuer.chainPem : ''
  }

  get chainPem (): string {
    return this.pem + this.intermediatesPem
  }
}

/** basicConstraints and keyUsage of a CA. */
export const authorityExtensions = sequence(
  extension('2.5.29.19', sequence(TRUE), TRUE),
  extension('2.5.29.15', bitString(1, '06'), TRUE)
)

/** A certificate with these parts. It is signed by its issuer, or by itself where there is none. */
export function handMade (
  issuer: HandMade | null,
  parts: CertificateParts,
  keys: KeyPairKeyObjectResult = generateKeyPairSync('ec', { namedCurve: 'P-256' })
): HandMade {
  const subject = parts.subject ?? commonName('Subject')
  const complete: CertificateParts = {
    issuer: issuer?.subject ?? subject,
    subjectPublicKeyInfo: keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...parts,
    subject
  }
  const signature = sign('SHA256', tbsCertificate(complete), issuer?.privateKey ?? keys.privateKey)
  const der = certificate({ signature: bitString(0, signature), ...complete })
  return new HandMade(der, subject, keys.privateKey, issuer)
}

/** A CA, self-signed where it has no issuer. */
export function handMadeAuthority (parts: CertificateParts, issuer: HandMade | null = null): HandMade {
  return handMade(issuer, { extensionList: authorityExtensions, ...parts })
}

/** The dates of a certificate's validity, as UTCTime or GeneralizedTime, whichever they look like. */
export function validity (notBefore: string, notAfter: string): Buffer {
  const time = (value: string): Buffer => element(value.length > 13 ? 0x18 : 0x17, Buffer.from(value))
  return sequence(time(notBefore), time(notAfter))
}

export function pemOf (der: Buffer, label: 'CERTIFICATE' | 'X509 CRL' = 'CERTIFICATE'): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}
