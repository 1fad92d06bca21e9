import { DerError } from './der-error.js'

/**
 * X.690 sets no limit. RFC 2578 §3.5 knows 128 sub-identifiers; every one in use is far shorter. The limit keeps the
 * cost of hostile ones down.
 */
const MAX_OCTETS = 128

interface KnownObjectIdentifier { readonly bytes: Uint8Array, readonly dotted: string }

// Those that most certificates and CRLs carry: found by a hash of their octets; nothing is decoded, no string is made
const known = new Map<number, KnownObjectIdentifier>()
for (const dotted of [
  // attribute types
  '2.5.4.3', '2.5.4.4', '2.5.4.5', '2.5.4.6', '2.5.4.7', '2.5.4.8', '2.5.4.9', '2.5.4.10', '2.5.4.11', '2.5.4.12',
  '2.5.4.42', '2.5.4.46', '2.5.4.97', '0.9.2342.19200300.100.1.1', '0.9.2342.19200300.100.1.25', '1.2.840.113549.1.9.1',
  // algorithms
  '1.2.840.113549.1.1.1', '1.2.840.113549.1.1.5', '1.2.840.113549.1.1.10', '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13', '1.2.840.10045.2.1', '1.2.840.10045.3.1.7', '1.3.132.0.34',
  '1.3.132.0.35', '1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3', '1.2.840.10045.4.3.4', '1.3.101.112', '1.3.101.113',
  // of CRLs and their entries
  '2.5.29.20', '2.5.29.21', '2.5.29.24', '2.5.29.27', '2.5.29.28', '2.5.29.29', '2.5.29.46',
  // extensions, policies and key purposes
  '2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.18', '2.5.29.19', '2.5.29.30', '2.5.29.31', '2.5.29.32', '2.5.29.32.0',
  '2.5.29.33', '2.5.29.35', '2.5.29.36', '2.5.29.37', '2.5.29.37.0', '2.5.29.54', '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.2', '1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.4.1.311.21.7', '1.3.6.1.4.1.311.21.10', '1.3.6.1.4.1.11129.2.4.2'
]) {
  const bytes = encodeObjectIdentifier(dotted)
  known.set(hash(bytes, 0, bytes.length), { bytes, dotted })
}

/** X.690 §8.19: the dotted form of the content octets from `start` to `end`. */
export function readObjectIdentifier (bytes: Uint8Array, start: number, end: number): string {
  const candidate = known.get(hash(bytes, start, end))
  if (candidate !== undefined && sameBytes(candidate.bytes, bytes, start, end)) return candidate.dotted
  return decode(bytes, start, end)
}

/** X.690 §8.19: the content octets of a dotted form, whose arcs are below 2^31. */
export function encodeObjectIdentifier (dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const octets = [first * 40 + second, ...rest].flatMap((subidentifier) => {
    const digits = [subidentifier & 0x7f]
    for (let left = subidentifier >>> 7; left > 0; left >>>= 7) digits.unshift(0x80 | (left & 0x7f))
    return digits
  })
  return Uint8Array.from(octets)
}

function decode (bytes: Uint8Array, start: number, end: number): string {
  if (end === start || end - start > MAX_OCTETS) throw new DerError('OBJECT IDENTIFIER empty or too long', start)
  let dotted = ''
  let subidentifier = 0n
  let isFirstOctet = true
  for (let index = start; index < end; index++) {
    const octet = bytes[index]!
    if (isFirstOctet && octet === 0x80) throw new DerError('OBJECT IDENTIFIER not minimal', index)
    subidentifier = (subidentifier << 7n) | BigInt(octet & 0x7f)
    isFirstOctet = octet < 0x80
    if (!isFirstOctet) continue
    dotted += dotted === '' ? firstArcs(subidentifier) : `.${subidentifier}`
    subidentifier = 0n
  }
  if (!isFirstOctet) throw new DerError('OBJECT IDENTIFIER cut short', start)
  return dotted
}

/** X.690 §8.19.4: the first two arcs share a subidentifier. */
function firstArcs (subidentifier: bigint): string {
  if (subidentifier >= 80n) return `2.${subidentifier - 80n}`
  return subidentifier >= 40n ? `1.${subidentifier - 40n}` : `0.${subidentifier}`
}

function hash (bytes: Uint8Array, start: number, end: number): number {
  let value = end - start
  for (let index = start; index < end; index++) value = (Math.imul(value, 31) + bytes[index]!) | 0
  return value
}

function sameBytes (candidate: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (candidate.length !== end - start) return false
  for (let index = 0; index < candidate.length; index++) {
    if (candidate[index] !== bytes[start + index]) return false
  }
  return true
}
