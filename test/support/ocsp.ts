/**
 * OCSP responses, and what only looks like one, signed with a key that is really there:
 *
 *     const response = signedOcsp(ca, { responses: [single({ certificateId: certificateId(ca, '05') })] })
 */
import { createHash, createPublicKey, sign } from 'node:crypto'
import {
  bitString, commonName, ecdsaWithSha256, element, integer, objectIdentifier, octetString, octets, sequence, text
} from './der.js'
import type { Octets } from './der.js'
import type { HandMade } from './hand-made.js'
import { hashIdentifier, type PssHash } from './signing.js'

/** The parts of a SingleResponse, as DER; `''` leaves one out. */
export interface SingleParts {
  certificateId?: Octets
  status?: Octets
  thisUpdate?: Octets
  nextUpdate?: Octets
  extensions?: readonly Octets[]
}

/** The parts of a response, as DER; `''` leaves one out. */
export interface OcspParts {
  status?: Octets
  responseType?: Octets
  version?: Octets
  responderId?: Octets
  producedAt?: Octets
  responses?: readonly Octets[]
  extensions?: readonly Octets[]
  signatureAlgorithm?: Octets
  signature?: Octets
  /** Certificates that are sent along. */
  certificates?: readonly Octets[]
}

export const time = (value: string): Buffer => text(0x18, value)
export const explicit = (number: number, ...parts: Octets[]): Buffer => element(0xa0 | number, ...parts)

export const GOOD = octets('8000')
export const UNKNOWN = octets('8200')
export function revoked (reason?: number, at = '20260515000000Z'): Buffer {
  return element(0xa1, time(at), reason === undefined ? '' : explicit(0, element(0x0a, Buffer.of(reason))))
}

/** The octets of the BIT STRING of its key, which here is on P-256. */
function keyOf ({ privateKey }: HandMade): Buffer {
  return createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'der' })
    .subarray(-65)
}

export function certificateId (issuer: HandMade, serialNumber: Octets, hash: PssHash = 'sha1'): Buffer {
  const digest = (bytes: Uint8Array): Buffer => octetString(createHash(hash).update(bytes).digest())
  return sequence(
    hashIdentifier(hash), digest(octets(issuer.subject ?? '')), digest(keyOf(issuer)), integer(serialNumber)
  )
}

export const byName = (name: Octets): Buffer => explicit(1, name)
export function byKey (responder: HandMade): Buffer {
  return explicit(2, octetString(createHash('sha1').update(keyOf(responder)).digest()))
}

/** Good, and fresh in June 2026. */
export function single (parts: SingleParts = {}): Buffer {
  const { extensions = [] } = parts
  return sequence(
    parts.certificateId ?? sequence(hashIdentifier('sha1'), octetString('01'), octetString('02'), integer('05')),
    parts.status ?? GOOD,
    parts.thisUpdate ?? time('20260601000000Z'),
    parts.nextUpdate ?? explicit(0, time('20260701000000Z')),
    extensions.length > 0 ? explicit(1, sequence(...extensions)) : ''
  )
}

export function ocspResponse (parts: OcspParts = {}): Buffer {
  const { certificates = [] } = parts
  const basic = sequence(
    tbsResponseData(parts),
    parts.signatureAlgorithm ?? ecdsaWithSha256,
    parts.signature ?? bitString(0, '3006020101020101'),
    certificates.length > 0 ? explicit(0, sequence(...certificates)) : ''
  )
  return sequence(
    parts.status ?? octets('0a0100'),
    explicit(0, sequence(parts.responseType ?? objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octetString(basic)))
  )
}

/** The part of it that is signed. */
function tbsResponseData (parts: OcspParts): Buffer {
  const { extensions = [] } = parts
  return sequence(
    parts.version ?? '',
    parts.responderId ?? byName(commonName('Issuer')),
    parts.producedAt ?? time('20260601000000Z'),
    sequence(...parts.responses ?? []),
    extensions.length > 0 ? explicit(1, sequence(...extensions)) : ''
  )
}

/** With the name of its signer, unless the parts have another one. */
export function signedOcsp (signer: HandMade, parts: OcspParts = {}, hash = 'SHA256'): Buffer {
  const complete: OcspParts = { responderId: byName(signer.subject ?? ''), ...parts }
  const signature = bitString(0, sign(hash, tbsResponseData(complete), signer.privateKey))
  return ocspResponse({ signature, ...complete })
}
