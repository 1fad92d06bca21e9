import t from 'tap'
import { entry, signedCrl, unknownExtension } from '../../../support/crl.js'
import { TRUE, bitString, commonName, objectIdentifier, sequence } from '../../../support/der.js'
import { handMadeAuthority } from '../../../support/hand-made.js'
import {
  UNKNOWN as NOT_KNOWN, byKey, byName, certificateId, explicit, revoked, signedOcsp, single, time as date
} from '../../../support/ocsp.js'
import type { OcspParts, SingleParts } from '../../../support/ocsp.js'
import { GOOD, REVOKED, UNKNOWN, authority, elementOf, leaf, root, statusOf } from '../../../support/revocation-chain.js'

/** The tests ask on 15 June 2026 at 12:00:00Z; the clock may be wrong by five minutes. */
const STALE = { thisUpdate: date('20260501000000Z'), nextUpdate: explicit(0, date('20260615115459Z')) }
const JUST_FRESH = { nextUpdate: explicit(0, date('20260615115500Z')) }
const FUTURE = { thisUpdate: date('20260615120501Z') }
const JUST_IN_FORCE = { thisUpdate: date('20260615120500Z') }
const OLDER = { thisUpdate: date('20260520000000Z') }

const ofLeaf = (parts: SingleParts = {}): Buffer => single({ certificateId: certificateId(authority, '05'), ...parts })
const answer = (parts: SingleParts = {}, response: OcspParts = {}): Buffer =>
  signedOcsp(authority, { responses: [ofLeaf(parts)], ...response })
const listed = { status: revoked() }
const impostor = handMadeAuthority({ subject: commonName('Authority') })
const FORGED = { signature: bitString(0, '00') }

for (const [name, ocspResponses, expected] of [
  ['none', [], UNKNOWN],
  ['good', [answer()], GOOD],
  ['good, by SHA-256', [answer({ certificateId: certificateId(authority, '05', 'sha256') })], GOOD],
  ['good, by a responder named by its key', [answer({}, { responderId: byKey(authority) })], GOOD],
  ['revoked', [answer(listed)], REVOKED],
  ['revoked with a reason', [answer({ status: revoked(6) })], REVOKED],
  ['revoked from a later time on', [answer({ status: revoked(1, '20270101000000Z') })], REVOKED],
  ['not known', [answer({ status: NOT_KNOWN })], UNKNOWN],
  ['of another certificate', [answer({ certificateId: certificateId(authority, '06') })], UNKNOWN],
  ['of another issuer\'s certificate', [answer({ certificateId: certificateId(root, '05') })], UNKNOWN],
  ['the second of several', [signedOcsp(authority, { responses: [single(), ofLeaf()] })], GOOD],
  ['good and revoked in one', [signedOcsp(authority, { responses: [ofLeaf(), ofLeaf(listed)] })], REVOKED],
  ['good and not known in one', [signedOcsp(authority, {
    responses: [ofLeaf(), ofLeaf({ status: NOT_KNOWN })]
  })], UNKNOWN],
  ['stale', [answer(STALE)], UNKNOWN],
  ['stale, not by more than clocks may be wrong', [answer(JUST_FRESH)], GOOD],
  ['stale and revoked', [answer({ ...STALE, ...listed })], REVOKED],
  ['not in force yet', [answer(FUTURE)], UNKNOWN],
  ['not in force yet and revoked', [answer({ ...FUTURE, ...listed })], UNKNOWN],
  ['not in force by less than clocks may be wrong', [answer(JUST_IN_FORCE)], GOOD],
  ['without nextUpdate, a fortnight ago', [answer({ nextUpdate: '' })], UNKNOWN],
  ['without nextUpdate, just now', [answer({ nextUpdate: '', thisUpdate: date('20260615115500Z') })], GOOD],
  ['without nextUpdate and revoked', [answer({ nextUpdate: '', ...listed })], REVOKED],
  ['good, newer than revoked', [answer({ ...OLDER, ...listed }), answer()], GOOD],
  ['revoked, newer than good', [answer(OLDER), answer(listed)], REVOKED],
  ['revoked and good of one moment', [answer(), answer(listed)], REVOKED],
  ['not known, newer than good', [answer(OLDER), answer({ status: NOT_KNOWN })], UNKNOWN],
  ['stale, newer than revoked', [
    answer({ ...OLDER, ...listed }), answer({ nextUpdate: explicit(0, date('20260610000000Z')) })
  ], REVOKED],
  ['forged, newer than revoked', [answer({ ...OLDER, ...listed }), answer({}, FORGED)], REVOKED],
  ['a bad signature', [answer({}, FORGED)], UNKNOWN],
  ['a bad signature and revoked', [answer(listed, FORGED)], UNKNOWN],
  ['an algorithm of another key', [answer({}, { signatureAlgorithm: sequence(objectIdentifier('1.3.101.112')) })], UNKNOWN],
  ['another responder\'s name', [answer({}, { responderId: byName(commonName('Root')) })], UNKNOWN],
  ['another responder\'s key', [answer({}, { responderId: byKey(root) })], UNKNOWN],
  ['signed by the issuer\'s issuer', [signedOcsp(root, { responses: [ofLeaf()] })], UNKNOWN],
  ['signed by another under the issuer\'s name', [signedOcsp(impostor, { responses: [ofLeaf()] })], UNKNOWN],
  ['signed by the certificate itself under the issuer\'s name', [
    signedOcsp(leaf, { responses: [ofLeaf()], responderId: byName(commonName('Authority')) })
  ], UNKNOWN],
  ['a critical extension that nobody knows', [answer({}, { extensions: [unknownExtension(TRUE)] })], UNKNOWN],
  ['a critical extension of the answer that nobody knows', [answer({ extensions: [unknownExtension(TRUE)] })], UNKNOWN]
] as const) {
  t.test(`${name}: ${expected}`, async (t) => {
    t.equal(statusOf(leaf, [], { ocspResponses }), expected)
    t.equal(statusOf(leaf, [], { ocspResponses: [...ocspResponses].reverse() }), expected)
  })
}

t.test('how wrong clocks may be can be said', async (t) => {
  t.equal(statusOf(leaf, [], { ocspResponses: answer(JUST_FRESH), ocspClockSkew: 299_999 }), UNKNOWN)
  t.equal(statusOf(leaf, [], { ocspResponses: answer(STALE), ocspClockSkew: 301_000 }), GOOD)
  t.equal(statusOf(leaf, [], { ocspResponses: answer({ nextUpdate: '' }), ocspClockSkew: 15 * 86_400_000 }), GOOD)
})

t.test('a weak signature makes nobody good', async (t) => {
  const weak = { signatureAlgorithm: sequence(objectIdentifier('1.2.840.10045.4.1')) }
  const good = signedOcsp(authority, { responses: [ofLeaf()], ...weak }, 'SHA1')
  t.equal(statusOf(leaf, [], { ocspResponses: good }), UNKNOWN)
  t.equal(statusOf(leaf, [], { ocspResponses: good, strength: 'windows' }), GOOD)
  const bad = signedOcsp(authority, { responses: [ofLeaf(listed)], ...weak }, 'SHA1')
  t.equal(statusOf(leaf, [], { ocspResponses: bad }), REVOKED)
})

const goodCrl = signedCrl(authority)
const revokingCrl = signedCrl(authority, { entries: [entry('05')] })

for (const [name, crls, ocspResponses, expected] of [
  ['both good', [goodCrl], [answer()], GOOD],
  ['a CRL that revokes, OCSP good', [revokingCrl], [answer()], REVOKED],
  ['a CRL without it, OCSP that revokes', [goodCrl], [answer(listed)], REVOKED],
  ['a CRL without it, OCSP that does not know', [goodCrl], [answer({ status: NOT_KNOWN })], GOOD],
  ['a CRL that revokes, OCSP that does not know', [revokingCrl], [answer({ status: NOT_KNOWN })], REVOKED],
  ['no CRL that is of use, OCSP good', [signedCrl(root)], [answer()], GOOD],
  ['neither is of use', [signedCrl(root)], [answer(STALE)], UNKNOWN]
] as const) {
  t.test(`${name}: ${expected}`, async (t) => {
    t.equal(statusOf(leaf, crls, { ocspResponses }), expected)
  })
}

t.test('where no issuer is known there is no answer', async (t) => {
  t.equal(statusOf(leaf, [], { intermediates: [], ocspResponses: answer(listed) }), UNKNOWN)
})

t.test('why and since when it is revoked is told as the responder says', async (t) => {
  const told = (status: Buffer, crls: readonly Buffer[] = []) =>
    elementOf(leaf, crls, { ocspResponses: answer({ status }) }).revocation
  const time = Date.UTC(2026, 4, 15)
  t.strictSame(told(revoked()), { time, reason: null, source: 'ocsp' })
  t.strictSame(told(revoked(10)), { time, reason: 'aACompromise', source: 'ocsp' })
  t.strictSame(told(revoked(1), [goodCrl]), { time, reason: 'keyCompromise', source: 'ocsp' })
  t.strictSame(told(revoked(1), [revokingCrl]), { time, reason: null, source: 'crl' }, 'a CRL first')
  t.equal(told(NOT_KNOWN), null)
})
