import type { Certificate } from '../certificate/certificate.js'
import { curveOrders } from '../certificate/named-curves.js'
import { namedCurveOf } from '../certificate/public-key.js'
import { DerCursor } from '../der/der-cursor.js'
import { encodeElement } from '../der/encode.js'
import { Tag } from '../der/tags.js'
import { KeyAlgorithm } from './signature-algorithms.js'
import type { SigningKey } from './signing-key.js'

/**
 * The other certificate with the same contents that verifies with the same key, as DER; null where there is none.
 * `key` is the one that its signature was verified with.
 *
 * Whoever has a signature (r, s) of ECDSA has (r, n - s) too, without the private key: r is the x-coordinate of a
 * point, and of its mirror image (SEC 1 §4.1.4). Signatures of the other algorithms, DSA too, have no such twin.
 */
export function signatureTwin ({ raw, signature }: Certificate, key: SigningKey): Uint8Array | null {
  if (key.publicKeyAlgorithm.algorithm !== KeyAlgorithm.EC) return null
  const order = curveOrders.get(namedCurveOf(key.publicKeyAlgorithm))!
  const certificate = new DerCursor(raw)
  certificate.enter(Tag.SEQUENCE)
  const start = certificate.position
  certificate.any()
  certificate.any()
  return encodeElement(Tag.SEQUENCE,
    certificate.elementFrom(start), // tbsCertificate and signatureAlgorithm
    encodeElement(Tag.BIT_STRING, Uint8Array.of(0), negate(signature, order)))
}

/** Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 §2.2.3) */
function negate (signature: Uint8Array, order: bigint): Uint8Array {
  const cursor = new DerCursor(signature)
  cursor.enter(Tag.SEQUENCE)
  const r = cursor.expect(Tag.INTEGER).element()
  const s = toNumber(cursor.integer())
  return encodeElement(Tag.SEQUENCE, r, encodeElement(Tag.INTEGER, toContent(order - s)))
}

function toNumber (content: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(content).toString('hex')}`)
}

/** X.690 §8.3: a positive number begins with a 0 bit. */
function toContent (value: bigint): Uint8Array {
  const digits = value.toString(16)
  const octets = Buffer.from(digits.padStart(digits.length + digits.length % 2, '0'), 'hex')
  return octets[0]! > 0x7f ? Buffer.concat([Uint8Array.of(0), octets]) : octets
}
