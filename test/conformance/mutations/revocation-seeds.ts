/** CRLs and OCSP responses about one leaf, before they are changed. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  cRLDistributionPoints, cRLNumber, certificateIssuer, deltaCRLIndicator, directoryName, entry, fullName,
  issuingDistributionPoint, reasonCode, removeFromCRL, signedCrl, uri
} from '../../support/crl.js'
import { commonName, extension, integer, objectIdentifier, octets, sequence } from '../../support/der.js'
import { handMade, type HandMade } from '../../support/hand-made.js'
import {
  UNKNOWN, byKey, certificateId, revoked, signedOcsp, single, time as date
} from '../../support/ocsp.js'
import { authority, leafWith, root } from '../../support/revocation-chain.js'
import type { SignedSeed } from './signed-seed.js'

const place = fullName(uri('http://crl.test/'), directoryName(commonName('Place')))
export const leaf = leafWith(cRLDistributionPoints([place]))
const responder = handMade(authority, {
  subject: commonName('Responder'),
  serialNumber: integer('09'),
  extensionList: sequence(
    extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.9'))), extension('1.3.6.1.5.5.7.48.1.5', '0500')
  )
})

const publicKey = ({ keyPem }: HandMade): KeyObject => createPublicKey(keyPem)

/** Who may say that the leaf is good. */
export const signerKeys: Readonly<Record<SignedSeed['kind'], readonly KeyObject[]>> = {
  crl: [publicKey(authority)], ocsp: [publicKey(authority), publicKey(responder)]
}

const nonce = extension('1.3.6.1.5.5.7.48.1.2', '0404deadbeef')
const about = (status: Buffer | undefined, hash: 'sha1' | 'sha256' = 'sha1'): Buffer =>
  single({ certificateId: certificateId(authority, '05', hash), ...(status && { status }), extensions: [nonce] })
const old = single({
  certificateId: certificateId(authority, '05'), thisUpdate: date('20260101000000Z'), nextUpdate: ''
})
const ofAnother = single({ certificateId: certificateId(authority, '06') })
const certificates = [responder.der]
const byKeys = { responderId: byKey(authority), extensions: [nonce] }

const responses: ReadonlyArray<readonly [name: string, signer: HandMade, der: Buffer, isGood: boolean]> = [
  ['revoked', authority, signedOcsp(authority, { responses: [about(revoked(1))] }), false],
  ['unknown', authority, signedOcsp(authority, { responses: [about(UNKNOWN, 'sha256')], ...byKeys }), false],
  ['stale', authority, signedOcsp(authority, { responses: [old] }), false],
  ['of another', authority, signedOcsp(authority, { responses: [ofAnother] }), false],
  ['revoked by a responder', responder, signedOcsp(responder, { responses: [about(revoked())], certificates }), false],
  ['good', authority, signedOcsp(authority, { responses: [about(undefined)], extensions: [nonce] }), true],
  ['good by a responder', responder, signedOcsp(responder, {
    responses: [about(undefined, 'sha256')], certificates, responderId: byKey(responder)
  }), true]
]

const entries = [entry('04', reasonCode(1)), entry('05'), entry('06', certificateIssuer(commonName('Authority')))]
const others = [entry('04', reasonCode(1)), entry('06', reasonCode(4)), entry('0107')]
const scope = issuingDistributionPoint(place, octets('8401ff'))
const delta = [cRLNumber(2), deltaCRLIndicator(1)]
const onHold = signedCrl(authority, { entries: [entry('05', reasonCode(6))], extensions: [cRLNumber(1)] })

type CrlSeed = readonly [name: string, signer: HandMade, der: Buffer, isGood: boolean, beside?: readonly Buffer[]]

const crls: readonly CrlSeed[] = [
  ['revoked', authority, signedCrl(authority, { entries: [entry('05', reasonCode(4))] }), false],
  ['revoked, indirect', authority, signedCrl(authority, { entries, extensions: [scope, cRLNumber(1)] }), false],
  ['a delta without a base', authority, signedCrl(authority, { entries, extensions: delta }), false],
  ['of another', root, signedCrl(root, { entries }), false],
  ['still on hold', authority, signedCrl(authority, { entries: others, extensions: delta }), false, [onHold]],
  ['off hold', authority, signedCrl(authority, {
    entries: [entry('05', removeFromCRL)], extensions: delta
  }), true, [onHold]],
  ['good', authority, signedCrl(authority, { entries: others, extensions: [cRLNumber(1)] }), true],
  ['good, in scope', authority, signedCrl(authority, { entries: others, extensions: [scope] }), true]
]

export const seeds: readonly SignedSeed[] = [
  ...responses.map(([name, { privateKey }, der, isGood]) =>
    ({ name: `OCSP: ${name}`, kind: 'ocsp' as const, der, privateKey, isGood, beside: [] })),
  ...crls.map(([name, { privateKey }, der, isGood, beside = []]) =>
    ({ name: `CRL: ${name}`, kind: 'crl' as const, der, privateKey, isGood, beside }))
]

/** Whose elements are put into others. */
export const donors: readonly Buffer[] = [...seeds.map(({ der }) => der), leaf.der, responder.der, authority.der]
