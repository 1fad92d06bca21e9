import { readPem, type PemBlock } from '../certificate/pem.js'
import { DerCursor } from '../der/der-cursor.js'
import { DerError } from '../der/der-error.js'
import { Tag } from '../der/tags.js'

/** A CRL as its owner has it: PEM text (also as bytes), of one or several, DER, or an `X509Crl` of @peculiar/x509. */
export type CrlSource = string | Uint8Array | { readonly rawData: ArrayBuffer }

/** RFC 7468 §6 */
const LABEL = 'X509 CRL'

/**
 * The DER of each of the CRLs that an operator gives. `what` is the option's name, for messages. Throws a TypeError
 * that names the option and the position, if a source has no CRL or anything else: none is ever skipped.
 */
export function readCrls (source: CrlSource | readonly CrlSource[], what: string): Uint8Array[] {
  const sources: readonly CrlSource[] = isList(source) ? source : [source]
  return sources.flatMap((item, index) => readSource(item, isList(source) ? `${what}[${index}]` : what))
}

function readSource (source: CrlSource, what: string): Uint8Array[] {
  const ders = dersOf(source, what)
  if (ders.length === 0) throw new TypeError(`${what} has no "-----BEGIN ${LABEL}-----": give a CRL as PEM or DER`)
  for (const der of ders) checkFrame(der, what)
  return ders
}

function dersOf (source: CrlSource, what: string): Uint8Array[] {
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

/** CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue } (RFC 5280 §5.1) */
function checkFrame (der: Uint8Array, what: string): void {
  try {
    const cursor = new DerCursor(der)
    const outer = cursor.enter(Tag.SEQUENCE)
    cursor.expect(Tag.SEQUENCE)
    cursor.expect(Tag.SEQUENCE)
    cursor.bitStringOctets()
    cursor.leave(outer)
    cursor.finish()
  } catch (error) {
    DerError.assert(error)
    throw new TypeError(`${what} is no CRL (${error.message}): give it as PEM or DER`, { cause: error })
  }
}

function isList (source: CrlSource | readonly CrlSource[]): source is readonly CrlSource[] {
  return Array.isArray(source)
}
