import { readPem, type PemBlock } from '../certificate/pem.js'
import { DerError } from '../der/der-error.js'
import { Tag } from '../der/tags.js'
import { CertificateRevocationList } from './certificate-revocation-list.js'

/**
 * A CRL as its owner has it: PEM text (also as bytes), of one or several, DER, an `X509Crl` of @peculiar/x509, or one
 * that was decoded before.
 */
export type CrlSource = string | Uint8Array | { readonly rawData: ArrayBuffer } | CertificateRevocationList

/** RFC 7468 §6 */
const LABEL = 'X509 CRL'

/**
 * The CRLs that an operator gives. `what` is the option's name, for messages. Throws a TypeError that names the option
 * and the position, if a source has no CRL or anything else, or one that can't be read: none is ever skipped.
 */
export function readCrls (source: CrlSource | readonly CrlSource[], what: string): CertificateRevocationList[] {
  const sources: readonly CrlSource[] = isList(source) ? source : [source]
  return sources.flatMap((item, index) => readSource(item, isList(source) ? `${what}[${index}]` : what))
}

function readSource (source: CrlSource, what: string): CertificateRevocationList[] {
  if (source instanceof CertificateRevocationList) return [source]
  const ders = dersOf(source, what)
  if (ders.length === 0) throw new TypeError(`${what} has no "-----BEGIN ${LABEL}-----": give a CRL as PEM or DER`)
  return ders.map((der) => decode(der, what))
}

function dersOf (source: Exclude<CrlSource, CertificateRevocationList>, what: string): Uint8Array[] {
  if (source instanceof Uint8Array) return source[0] === Tag.SEQUENCE ? [source] : fromPem(Buffer.from(source), what)
  if (typeof source === 'string') return fromPem(source, what)
  if (typeof source === 'object' && source !== null && source.rawData instanceof ArrayBuffer) {
    return [new Uint8Array(source.rawData)]
  }
  throw new TypeError(`${what} is neither PEM, DER nor an X509Crl: give one of these`)
}

function fromPem (text: string | Buffer, what: string): Uint8Array[] {
  return blocksOf(text.toString('latin1'), what).map(({ label, der }) => {
    if (label === LABEL) return der
    throw new TypeError(`${what} is "${label}": only ${LABEL} blocks belong here`)
  })
}

function blocksOf (text: string, what: string): PemBlock[] {
  try {
    return readPem(text)
  } catch (error) {
    DerError.assert(error)
    throw new TypeError(`${what}: ${error.message}: repair or remove it`, { cause: error })
  }
}

function decode (der: Uint8Array, what: string): CertificateRevocationList {
  try {
    return CertificateRevocationList.decode(der)
  } catch (error) {
    DerError.assert(error)
    throw new TypeError(`${what} is no CRL (${error.message}): give it as PEM or DER`, { cause: error })
  }
}

function isList (source: CrlSource | readonly CrlSource[]): source is readonly CrlSource[] {
  return Array.isArray(source)
}
