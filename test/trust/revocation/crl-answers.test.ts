import t from 'tap'
import {
  cRLDistributionPoints, cRLNumber, deltaCRLIndicator, entry, flag, fullName, issuingDistributionPoint, reasonCode,
  reasons, removeFromCRL, signedCrl, time as date, unknownExtension, uri, type CrlParts
} from '../../support/crl.js'
import { TRUE, bitString, commonName, objectIdentifier, sequence } from '../../support/der.js'
import { handMadeAuthority } from '../../support/hand-made.js'
import { GOOD, REVOKED, UNKNOWN, authority, elementOf, leaf, leafWith, root, statusOf } from '../../support/revocation-chain.js'

const LEAF = entry('05')
const ofAuthority = (parts: CrlParts = {}): Buffer => signedCrl(authority, parts)
const listed = (parts: CrlParts = {}): Buffer => ofAuthority({ entries: [LEAF], ...parts })

const STALE = { thisUpdate: date('260501000000Z'), nextUpdate: date('260614235959Z') }
const FUTURE = { thisUpdate: date('260616000000Z'), nextUpdate: date('260701000000Z') }
const OLDER = { thisUpdate: date('260520000000Z') }
const AT_ITS_BEGIN = { thisUpdate: date('260615120000Z') }
const AT_ITS_END = { nextUpdate: date('260615120000Z') }

for (const [name, crls, expected] of [
  ['no CRL', [], UNKNOWN],
  ['a fresh one without it', [ofAuthority()], GOOD],
  ['a fresh one with it', [listed()], REVOKED],
  ['one that lists others', [ofAuthority({ entries: [entry('06'), entry('07')] })], GOOD],
  ['one without nextUpdate', [ofAuthority({ nextUpdate: '' })], GOOD],
  ['one without nextUpdate, with it', [listed({ nextUpdate: '' })], REVOKED],
  ['one that is stale', [ofAuthority(STALE)], UNKNOWN],
  ['one that is stale, with it', [listed(STALE)], REVOKED],
  ['one at the moment of its nextUpdate', [ofAuthority(AT_ITS_END)], GOOD],
  ['one at the moment of its thisUpdate', [ofAuthority(AT_ITS_BEGIN)], GOOD],
  ['one that is not in force yet', [ofAuthority(FUTURE)], UNKNOWN],
  ['one that is not in force yet, with it', [listed(FUTURE), ofAuthority()], GOOD],
  ['a newer one without it', [listed(OLDER), ofAuthority()], GOOD],
  ['a newer one with it', [ofAuthority(OLDER), listed()], REVOKED],
  ['two of one moment', [ofAuthority(), listed()], REVOKED],
  ['a newer one that is stale', [ofAuthority(OLDER), ofAuthority({ nextUpdate: date('260610000000Z') })], UNKNOWN],
  ['a newer one with a bad signature', [listed(OLDER), ofAuthority({ signature: bitString(0, '00') })], REVOKED],
  ['a newer one with another scope', [
    listed(OLDER), ofAuthority({ extensions: [issuingDistributionPoint(flag(1))] })
  ], REVOKED],
  ['one of another CA', [signedCrl(root)], UNKNOWN],
  ['one with a critical extension that nobody knows', [listed({ extensions: [unknownExtension(TRUE)] })], UNKNOWN],
  ['an entry with a critical extension that nobody knows', [
    ofAuthority({ entries: [entry('05', unknownExtension(TRUE))] })
  ], REVOKED],
  ['such an entry for another certificate', [ofAuthority({ entries: [entry('06', unknownExtension(TRUE))] })], UNKNOWN],
  ['removeFromCRL in a complete CRL', [ofAuthority({ entries: [entry('05', removeFromCRL)] })], GOOD],
  ['a bad signature', [ofAuthority({ signature: bitString(0, '00') })], UNKNOWN],
  ['a wrong algorithm', [ofAuthority({
    innerAlgorithm: sequence(objectIdentifier('1.3.101.112')), signatureAlgorithm: sequence(objectIdentifier('1.3.101.112'))
  })], UNKNOWN]
] as const) {
  t.test(`${name}: ${expected}`, async (t) => {
    t.equal(statusOf(leaf, crls), expected)
  })
}

t.test('a CRL of another key of the CA counts as well, each with its own successors', async (t) => {
  const renewed = handMadeAuthority({ subject: commonName('Authority') }, root)
  const options = { intermediates: [authority.der, renewed.der] }
  t.equal(statusOf(leaf, [signedCrl(renewed)], options), UNKNOWN, 'the status of the other key is not known')
  const crls = [signedCrl(root), signedCrl(renewed)]
  t.equal(statusOf(leaf, crls, options), GOOD)
  t.equal(statusOf(leaf, [...crls, listed(OLDER)], options), REVOKED, 'a newer list of another key replaces none')
})

t.test('who is not on a list with a weak signature is not known to be good', async (t) => {
  const ecdsaWithSha1 = sequence(objectIdentifier('1.2.840.10045.4.1'))
  const weak = { innerAlgorithm: ecdsaWithSha1, signatureAlgorithm: ecdsaWithSha1 }
  t.equal(statusOf(leaf, [signedCrl(authority, weak, 'SHA1')]), UNKNOWN)
  t.equal(statusOf(leaf, [signedCrl(authority, weak, 'SHA1')], { strength: 'windows' }), GOOD)
  t.equal(statusOf(leaf, [signedCrl(authority, { ...weak, entries: [LEAF] }, 'SHA1')]), REVOKED)
})

t.test('reasons are gathered until all are covered', async (t) => {
  const some = (bits: string, parts: CrlParts = {}): Buffer => ofAuthority({
    ...parts, extensions: [issuingDistributionPoint(reasons(0x83, bits))]
  })
  const [compromise, others] = ['60', '1f80'] as const
  t.equal(statusOf(leaf, [some(compromise)]), UNKNOWN)
  t.equal(statusOf(leaf, [some(others)]), UNKNOWN)
  t.equal(statusOf(leaf, [some(compromise), some(others)]), GOOD)
  t.equal(statusOf(leaf, [some(compromise), some(others, STALE)]), UNKNOWN)
  t.equal(statusOf(leaf, [some(compromise), some(others, { entries: [LEAF] })]), REVOKED)
  const points = leafWith(cRLDistributionPoints(
    [fullName(uri('http://a.test/')), reasons(0x81, compromise)], [fullName(uri('http://b.test/')), reasons(0x81, others)]
  ))
  const partition = (place: string): Buffer =>
    ofAuthority({ extensions: [issuingDistributionPoint(fullName(uri(place)))] })
  t.equal(statusOf(points, [partition('http://a.test/')]), UNKNOWN)
  t.equal(statusOf(points, [partition('http://a.test/'), partition('http://b.test/')]), GOOD)
})

const base = (parts: CrlParts = {}): Buffer => ofAuthority({ extensions: [cRLNumber(5)], ...parts })
const delta = (number: number, parts: CrlParts = {}): Buffer => ofAuthority({
  extensions: [cRLNumber(number), deltaCRLIndicator(4)], thisUpdate: date('260602000000Z'), ...parts
})
const HELD = entry('05', reasonCode(6))
const REMOVED = entry('05', removeFromCRL)

for (const [name, crls, expected] of [
  ['a delta without its base', [delta(6)], UNKNOWN],
  ['a delta without it', [base(), delta(6)], GOOD],
  ['a delta with it', [base(), delta(6, { entries: [LEAF] })], REVOKED],
  ['the base with it', [base({ entries: [LEAF] }), delta(6)], REVOKED],
  ['a delta that takes it off the list', [base({ entries: [HELD] }), delta(6, { entries: [REMOVED] })], GOOD],
  ['a delta that takes off what was never on it', [base(), delta(6, { entries: [REMOVED] })], GOOD],
  ['of two deltas the newer one that lists it', [
    base(), delta(6, { entries: [REMOVED] }), delta(7, { entries: [HELD] })
  ], REVOKED],
  ['of two deltas the newer one that takes it off', [
    base({ entries: [HELD] }), delta(7, { entries: [REMOVED] }), delta(6, { entries: [HELD] })
  ], GOOD],
  ['a stale delta that lists it', [base(), delta(6, { entries: [LEAF], nextUpdate: date('260610000000Z') })], REVOKED],
  ['a stale delta that takes it off', [
    base({ entries: [HELD] }), delta(6, { entries: [REMOVED], nextUpdate: date('260610000000Z') })
  ], REVOKED],
  ['a stale delta without it', [base(), delta(6, { nextUpdate: date('260610000000Z') })], GOOD],
  ['a stale base', [base({ nextUpdate: date('260610000000Z') }), delta(6)], UNKNOWN],
  ['a delta that can not be understood', [
    base({ entries: [HELD] }), delta(6, { entries: [REMOVED, entry('06', unknownExtension(TRUE))] })
  ], REVOKED],
  ['a delta with a bad signature', [
    base({ entries: [HELD] }), delta(6, { entries: [REMOVED], signature: bitString(0, '00') })
  ], REVOKED],
  ['a delta by another key', [
    base({ entries: [HELD] }),
    signedCrl(handMadeAuthority({ subject: commonName('Authority') }), {
      entries: [REMOVED], extensions: [cRLNumber(6), deltaCRLIndicator(4)]
    })
  ], REVOKED],
  ['a delta that is not in force yet', [base(), delta(6, { ...FUTURE, entries: [LEAF] })], GOOD]
] as const) {
  t.test(`${name}: ${expected}`, async (t) => {
    t.equal(statusOf(leaf, crls), expected)
    t.equal(statusOf(leaf, [...crls].reverse()), expected)
  })
}

/** 15 May 2026, the date of each entry. */
const SINCE = Date.UTC(2026, 4, 15)

for (const [name, crls, reason] of [
  ['an entry without a reason', [listed()], null],
  ['an entry with one', [listed({ entries: [entry('04'), entry('05', reasonCode(1))] })], 'keyCompromise'],
  ['a delta, rather than its base', [base({ entries: [HELD] }), delta(6, { entries: [entry('05', reasonCode(4))] })],
    'superseded'],
  ['the base of a delta without it', [base({ entries: [HELD] }), delta(6)], 'certificateHold']
] as const) {
  t.test(`why and since when it is revoked is told by ${name}`, async (t) => {
    const { revocation } = elementOf(leaf, crls)
    t.strictSame(revocation, { time: SINCE, reason, source: 'crl' })
    t.ok(Object.isFrozen(revocation))
  })
}

t.test('of what is not revoked there is no date', async (t) => {
  t.equal(elementOf(leaf, [ofAuthority()]).revocation, null)
  t.equal(elementOf(leaf, []).revocation, null)
})
