import { X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from '../trust/certificate/certificate.js'
import { nonEmptyString, show } from '../validation.js'
import { isStoreFile, readStoreFile } from './certificate-store/store-file.js'
import type { StoreFile } from './certificate-store/store-file.js'

/** A server certificate as `https`, `tls` and Fastify's `https` option take it. */
export interface ServerCertificate {
  /** PKCS#8 in PEM, not encrypted. */
  readonly key: string
  /** PEM: the certificate, then its intermediates. */
  readonly cert: string
}

/** What `findServerCertificate` can be told. */
export interface CertificateStoreOptions {
  /** Of the PKCS#12 files and of the encrypted keys, all of them. Default: none. */
  readonly passphrase?: string | null
  /** Default: now. */
  readonly time?: Date
}

interface Candidate {
  readonly certificate: Certificate
  readonly file: StoreFile
}

/**
 * Finds the server certificate with a subject CN in a folder of PEM (`.pem` `.crt` `.cer` `.key`), DER (`.cer` `.crt`
 * `.der`, one certificate) and PKCS#12 (`.p12` `.pfx`) files; others are left alone. The key may be in the file of the
 * certificate or in any other, and is found by the public key. Intermediates come from the file of the certificate.
 *
 * Of several certificates with that subject and with a key, one that is valid now is taken before one that is not, then
 * the one that was issued last (notBefore), then the first by its file's name. So a renewed certificate can be put
 * beside the old one.
 *
 * @param store the folder
 * @param certificateSubject the registry value `CertificateSubject`, compared exactly with the last commonName
 * @throws TypeError if a file of the store can't be read or the passphrase is wrong (it names the file), if no
 * certificate has the subject (it lists those that are there), or if the certificate's key is missing
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/aa922016(v=msdn.10) SSL Client Authentication
 */
export function findServerCertificate (
  store: string, certificateSubject: string, { passphrase = null, time = new Date() }: CertificateStoreOptions = {}
): ServerCertificate {
  const subject = nonEmptyString(certificateSubject, 'certificateSubject')
  const files = storeFiles(nonEmptyString(store, 'store')).map((path) => readStoreFile(path, passphrase))
  const all = files.flatMap((file) => file.certificates.map((certificate) => ({ certificate, file })))
  const candidates = all
    .filter(({ certificate }) => certificate.subject.commonName === subject)
    .sort((a, b) => Number(isValid(b, time)) - Number(isValid(a, time)) ||
      b.certificate.notBefore - a.certificate.notBefore)
  if (candidates.length === 0) throw noSuchSubject(store, subject, all)
  const keys = files.flatMap((file) => file.keys)
  for (const { certificate, file } of candidates) {
    const key = keyOf(certificate, keys)
    if (key !== undefined) return { key: pemOfKey(key), cert: chainOf(certificate, file).map(pemOf).join('') }
  }
  throw new TypeError(`store: ${store} has no private key of the certificate ${show(subject)} ` +
    `(${candidates.map(({ file }) => file.path).join(', ')}); put it there as PEM, or the two together as PKCS#12`)
}

function storeFiles (store: string): string[] {
  try {
    return readdirSync(store).filter(isStoreFile).sort().map((name) => join(store, name))
  } catch (error) {
    throw new TypeError(`store: ${store} is no folder that can be read (${(error as Error).message})`, {
      cause: error
    })
  }
}

function noSuchSubject (store: string, subject: string, all: readonly Candidate[]): TypeError {
  const subjects = new Set(all.map(({ certificate }) => show(certificate.subject.commonName)))
  return new TypeError(`certificateSubject: no certificate in ${store} has the subject CN ${show(subject)}; ` +
    (subjects.size === 0 ? 'there are no certificates' : `there are ${[...subjects].join(', ')}`))
}

function isValid ({ certificate: { notBefore, notAfter } }: Candidate, time: Date): boolean {
  return notBefore <= time.getTime() && time.getTime() <= notAfter
}

function keyOf ({ raw }: Certificate, keys: readonly KeyObject[]): KeyObject | undefined {
  const certificate = new X509Certificate(raw)
  return keys.find((key) => certificate.checkPrivateKey(key))
}

/** RFC 8446 §4.4.2: each certificate certifies the one before it, and a self-signed one at the end may be left out. */
function chainOf (leaf: Certificate, { certificates }: StoreFile): Certificate[] {
  const chain = [leaf]
  const intermediates = certificates.filter(({ isSelfIssued }) => !isSelfIssued)
  const issuerOf = ({ issuer }: Certificate): Certificate | undefined => {
    return intermediates.find((other) => other.subject.key === issuer.key && !chain.includes(other))
  }
  for (let issuer = issuerOf(leaf); issuer !== undefined; issuer = issuerOf(issuer)) chain.push(issuer)
  return chain
}

function pemOf ({ raw }: Certificate): string {
  return new X509Certificate(raw).toString()
}

function pemOfKey (key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string
}
