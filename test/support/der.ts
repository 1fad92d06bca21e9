/**
 * Builds DER, and what only looks like it, byte by byte. Contents are given as hexadecimal (blanks allowed) or
 * bytes.
 */
export type Octets = string | Uint8Array

export function octets (...parts: Octets[]): Buffer {
  return Buffer.concat(parts.map((part) => typeof part === 'string' ? Buffer.from(part.replace(/\s/g, ''), 'hex') : part))
}

export function element (tag: number, ...parts: Octets[]): Buffer {
  const content = octets(...parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content])
}

/** X.690 §10.1: as few octets as possible. */
function lengthOctets (length: number): number[] {
  if (length < 0x80) return [length]
  const digits: number[] = []
  for (let left = length; left > 0; left = Math.floor(left / 0x100)) digits.unshift(left % 0x100)
  return [0x80 + digits.length, ...digits]
}

export const sequence = (...parts: Octets[]): Buffer => element(0x30, ...parts)
export const set = (...parts: Octets[]): Buffer => element(0x31, ...parts)
export const integer = (value: Octets): Buffer => element(0x02, value)
export const bitString = (unused: number, ...parts: Octets[]): Buffer => element(0x03, Buffer.from([unused]), ...parts)
export const octetString = (...parts: Octets[]): Buffer => element(0x04, ...parts)
export const text = (tag: number, value: string): Buffer => element(tag, Buffer.from(value, 'latin1'))
export const utf8 = (value: string): Buffer => element(0x0c, Buffer.from(value))
export const TRUE = octets('0101ff')
export const FALSE = octets('010100')

/** From the dotted form. */
export function objectIdentifier (dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  return element(0x06, ...[first * 40n + second, ...rest].map((arc) => {
    const digits = [Number(arc & 0x7fn)]
    for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.unshift(Number(left & 0x7fn) | 0x80)
    return Buffer.from(digits)
  }))
}

export const attribute = (type: string, value: Buffer): Buffer => sequence(objectIdentifier(type), value)

/** A Name with one attribute in each RDN. */
export function name (...attributes: Array<readonly [type: string, value: Buffer]>): Buffer {
  return sequence(...attributes.map(([type, value]) => set(attribute(type, value))))
}

export const commonName = (value: string): Buffer => name(['2.5.4.3', utf8(value)])

export function extension (oid: string, value: Octets, critical: Octets = ''): Buffer {
  return sequence(objectIdentifier(oid), critical, octetString(value))
}

export const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'))

/** SubjectPublicKeyInfo of RFC 8410 §10.1. */
export const ed25519Key = sequence(
  sequence(objectIdentifier('1.3.101.112')),
  bitString(0, '19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1')
)

/** The parts of a certificate, as DER; `''` leaves one out. */
export interface CertificateParts {
  version?: Octets
  serialNumber?: Octets
  innerAlgorithm?: Octets
  issuer?: Octets
  validity?: Octets
  subject?: Octets
  subjectPublicKeyInfo?: Octets
  uniqueIdentifiers?: Octets
  /** The extensions' SEQUENCE. */
  extensionList?: Octets
  /** All of them, with the tag [3]. */
  extensions?: Octets
  signatureAlgorithm?: Octets
  signature?: Octets
  trailing?: Octets
}

/** A certificate of version 3, valid in 2026, with each part that is given put in the place of a right one. */
export function certificate (parts: CertificateParts = {}): Buffer {
  return sequence(
    tbsCertificate(parts),
    parts.signatureAlgorithm ?? ecdsaWithSha256,
    parts.signature ?? bitString(0, '3006020101020101'),
    parts.trailing ?? ''
  )
}

/** The part of it that is signed. */
export function tbsCertificate (parts: CertificateParts): Buffer {
  return sequence(
    parts.version ?? element(0xa0, integer('02')),
    parts.serialNumber ?? integer('05'),
    parts.innerAlgorithm ?? ecdsaWithSha256,
    parts.issuer ?? commonName('Issuer'),
    parts.validity ?? sequence(text(0x17, '260101000000Z'), text(0x17, '261231235959Z')),
    parts.subject ?? commonName('Subject'),
    parts.subjectPublicKeyInfo ?? ed25519Key,
    parts.uniqueIdentifiers ?? '',
    parts.extensions ?? (parts.extensionList === undefined ? '' : element(0xa3, parts.extensionList))
  )
}
