/**
 * CRLs, and what only looks like one, signed with a key that is really there:
 *
 *     const crl = signedCrl(ca, { entries: [entry('05')], extensions: [cRLNumber(7)] })
 */
import { sign } from 'node:crypto'
import {
  TRUE, bitString, commonName, ecdsaWithSha256, element, extension, integer, octets, sequence, text
} from './der.js'
import type { Octets } from './der.js'
import type { HandMade } from './hand-made.js'

/** The parts of a CRL, as DER; `''` leaves one out. */
export interface CrlParts {
  version?: Octets
  innerAlgorithm?: Octets
  issuer?: Octets
  thisUpdate?: Octets
  nextUpdate?: Octets
  entries?: readonly Octets[]
  /** Instead of `entries`: the whole of revokedCertificates. */
  revokedCertificates?: Octets
  extensions?: readonly Octets[]
  signatureAlgorithm?: Octets
  signature?: Octets
  trailing?: Octets
}

/** A CRL of version 2, fresh in June 2026, with each part that is given put in the place of a right one. */
export function crl (parts: CrlParts = {}): Buffer {
  return sequence(
    tbsCertList(parts),
    parts.signatureAlgorithm ?? ecdsaWithSha256,
    parts.signature ?? bitString(0, '3006020101020101'),
    parts.trailing ?? ''
  )
}

/** The part of it that is signed. */
export function tbsCertList (parts: CrlParts): Buffer {
  const { entries = [], extensions = [] } = parts
  return sequence(
    parts.version ?? integer('01'),
    parts.innerAlgorithm ?? ecdsaWithSha256,
    parts.issuer ?? commonName('Issuer'),
    parts.thisUpdate ?? time('260601000000Z'),
    parts.nextUpdate ?? time('260701000000Z'),
    parts.revokedCertificates ?? (entries.length > 0 ? sequence(...entries) : ''),
    extensions.length > 0 ? element(0xa0, sequence(...extensions)) : ''
  )
}

/** With the name of its signer, unless the parts have another one. */
export function signedCrl (signer: HandMade, parts: CrlParts = {}, hash = 'SHA256'): Buffer {
  const complete: CrlParts = { issuer: signer.subject ?? '', ...parts }
  return crl({ signature: bitString(0, sign(hash, tbsCertList(complete), signer.privateKey)), ...complete })
}

/** UTCTime, or GeneralizedTime if it is as long as that. */
export function time (value: string): Buffer {
  return text(value.length > 13 ? 0x18 : 0x17, value)
}

/** `serialNumber`: the content octets. */
export function entry (serialNumber: Octets, ...extensions: Octets[]): Buffer {
  return sequence(integer(serialNumber), time('260515000000Z'), extensions.length > 0 ? sequence(...extensions) : '')
}

export const reasonCode = (code: number): Buffer => extension('2.5.29.21', element(0x0a, Buffer.of(code)))
export const removeFromCRL = reasonCode(8)

export function certificateIssuer (...names: Octets[]): Buffer {
  return extension('2.5.29.29', sequence(...names.map(directoryName)), TRUE)
}

export const directoryName = (name: Octets): Buffer => element(0xa4, name)
export const uri = (value: string): Buffer => text(0x86, value)

/** DistributionPointName: a full name, or a relative one (the attributes of its RDN). */
export const fullName = (...names: Octets[]): Buffer => element(0xa0, element(0xa0, ...names))
export const relativeName = (...attributes: Octets[]): Buffer => element(0xa0, element(0xa1, ...attributes))

/** ReasonFlags as their content octets, without unused bits: `'60'` is keyCompromise and cACompromise. */
export const reasons = (tag: number, bits: Octets): Buffer => element(tag, '00', bits)

/** Each point is its fields: distributionPoint [0], reasons [1], cRLIssuer [2]. */
export function cRLDistributionPoints (...points: ReadonlyArray<readonly Octets[]>): Buffer {
  return extension('2.5.29.31', sequence(...points.map((fields) => sequence(...fields))))
}

export const cRLIssuer = (...names: Octets[]): Buffer => element(0xa2, ...names.map(directoryName))

/** Its fields: distributionPoint [0] to onlyContainsAttributeCerts [5]. */
export function issuingDistributionPoint (...fields: Octets[]): Buffer {
  return extension('2.5.29.28', sequence(...fields), TRUE)
}

/** `[number] TRUE` */
export const flag = (number: number): Buffer => octets(Buffer.of(0x80 | number), '01ff')

export const cRLNumber = (number: number): Buffer => extension('2.5.29.20', integer(Buffer.of(number)))
export const deltaCRLIndicator = (base: number): Buffer => extension('2.5.29.27', integer(Buffer.of(base)), TRUE)
/** Nobody knows it. */
export const unknownExtension = (critical: Octets = ''): Buffer => extension('1.2.3.4', '0500', critical)
