import type { X509Certificate as NodeX509Certificate } from 'node:crypto'
import type { X509Certificate } from '@peculiar/x509'
import { DerError } from '../der/der-error.js'
import { Tag } from '../der/tags.js'
import { Certificate } from './certificate.js'
import { readPem, type PemBlock } from './pem.js'

/**
 * A certificate as its owner has it: PEM text (also as bytes), DER, or an `X509Certificate` of @peculiar/x509 or of
 * node:crypto. A PEM text may hold several.
 */
export type CertificateSource = string | Uint8Array | X509Certificate | NodeX509Certificate

/** RFC 7468 §5.1: the label, and one that older programs write for the same thing. */
const LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE'])

/**
 * Reads the certificates that an operator gives. `what` is the option's name, for messages.
 *
 * Throws a TypeError that names the option, the position and what to do, if nothing is given, if a source has no
 * certificate, or if any block of it is something else or can't be read: none is ever skipped.
 */
export function readCertificates (
  source: CertificateSource | readonly CertificateSource[],
  what: string
): Certificate[] {
  const sources: readonly CertificateSource[] = isList(source) ? source : [source]
  if (sources.length === 0) throw new TypeError(`${what} is an empty array: give at least one certificate`)
  return sources.flatMap((item, index) => readSource(item, isList(source) ? `${what}[${index}]` : what))
}

/**
 * The DER of the one certificate that a source holds; it is not decoded. Throws a DerError for a text that is not
 * PEM with one CERTIFICATE block (a peer may have sent it), and a TypeError for what is no source at all.
 */
export function derOf (source: CertificateSource): Uint8Array {
  const content = contentOf(source, 'certificate')
  if (typeof content !== 'string') return content
  const blocks = readPem(content)
  const [block] = blocks
  if (block === undefined || blocks.length > 1 || !LABELS.has(block.label)) {
    throw new DerError('text without exactly one PEM block, a CERTIFICATE', 0)
  }
  return block.der
}

function readSource (source: CertificateSource, what: string): Certificate[] {
  const content = contentOf(source, what)
  if (content.length === 0) throw new TypeError(`${what} is empty: give a certificate as PEM or DER`)
  if (typeof content !== 'string') return [decode(content, what)]
  const blocks = readBlocks(content, what)
  if (blocks.length === 0) {
    throw new TypeError(`${what} has no "-----BEGIN CERTIFICATE-----": give the certificate, not the name of its file`)
  }
  return blocks.map(({ label, der }, index) => {
    const position = blocks.length === 1 ? what : `${what}, block ${index + 1} of ${blocks.length},`
    if (!LABELS.has(label)) throw new TypeError(`${position} is "${label}": ${adviceOn(label)}`)
    return decode(der, position)
  })
}

function adviceOn (label: string): string {
  if (label.includes('PRIVATE KEY')) return 'remove the private key, only certificates belong here'
  if (label === 'TRUSTED CERTIFICATE') return 'write it as a plain certificate (openssl x509 -in FILE)'
  return 'only CERTIFICATE blocks belong here'
}

function readBlocks (text: string, what: string): PemBlock[] {
  try {
    return readPem(text)
  } catch (error) {
    DerError.assert(error)
    throw new TypeError(`${what}: ${error.message}: repair or remove it`, { cause: error })
  }
}

function decode (der: Uint8Array, what: string): Certificate {
  try {
    return Certificate.decode(der)
  } catch (error) {
    DerError.assert(error)
    throw new TypeError(`${what} is no certificate (${error.message}): give X.509 as PEM or DER`, { cause: error })
  }
}

/** PEM text, or DER. Objects are told apart by their shape: an app can have two copies of @peculiar/x509. */
function contentOf (source: CertificateSource, what: string): string | Uint8Array {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array) return isDer(source) ? source : Buffer.from(source).toString('latin1')
  if (typeof source === 'object' && source !== null) {
    if ('rawData' in source && source.rawData instanceof ArrayBuffer) return new Uint8Array(source.rawData)
    if ('fingerprint256' in source && source.raw instanceof Uint8Array) return source.raw
  }
  throw new TypeError(`${what} is neither PEM, DER nor an X509Certificate (but ${describe(source)}): give one of these`)
}

/**
 * A SEQUENCE of 128 bytes or more, as every certificate is; a text never begins so, even if its first letter is a 0.
 */
function isDer (bytes: Uint8Array): boolean {
  return bytes[0] === Tag.SEQUENCE && bytes.length > 1 && bytes[1]! > 0x7f
}

function describe (value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
}

function isList (source: CertificateSource | readonly CertificateSource[]): source is readonly CertificateSource[] {
  return Array.isArray(source)
}
