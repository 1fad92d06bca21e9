/**
 * S20: a CRL that is missing, stale, wrong, unreadable or the second of two is never the same as a good answer
 * (CVE-2026-53434, CVE-2026-28755, nodejs/node#65576). Each case asserts all bits of each certificate, and what a
 * virtual root that wants a certificate answers.
 */
import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { CertTrust } from '../../lib/trust/status.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import {
  cRLNumber, deltaCRLIndicator, entry, flag, issuingDistributionPoint, removeFromCRL, signedCrl, time as date,
  unknownExtension
} from '../support/crl.js'
import { TRUE, bitString, commonName, integer, octets, sequence } from '../support/der.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'

const time = new Date('2026-06-15T12:00:00Z')
const root = handMadeAuthority({ subject: commonName('Root') })
const issuer = handMadeAuthority({ subject: commonName('Issuer'), serialNumber: integer('02') }, root)
const alice = handMade(issuer, { subject: commonName('Alice'), serialNumber: integer('0a') })
const stranger = handMadeAuthority({ subject: commonName('Stranger') })
/** Bears the issuer's name. */
const impostor = handMadeAuthority({ subject: commonName('Issuer') })

const ALICE = entry('0a')
const EXPIRED = { thisUpdate: date('260501000000Z'), nextUpdate: date('260601000000Z') }
const ofRoot = signedCrl(root)
const ofIssuer = signedCrl(issuer)
const revoked = signedCrl(issuer, { entries: [ALICE] })

function pem (...crls: Buffer[]): string {
  return crls.map((der) => `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----\n`).join('')
}

function withFlippedBit (crl: Buffer): Buffer {
  const copy = Buffer.from(crl)
  copy[copy.length - 1]! ^= 1
  return copy
}

const GOOD = ['', '', '']
const REVOKED = ['IS_REVOKED', '', '']
const UNKNOWN = 'REVOCATION_STATUS_UNKNOWN IS_OFFLINE_REVOCATION'
const LEAF_UNKNOWN = [UNKNOWN, '', '']

const base = signedCrl(issuer, { extensions: [cRLNumber(1)] })
const held = signedCrl(issuer, { extensions: [cRLNumber(1)], entries: [ALICE] })
const delta = (...entries: Buffer[]): Buffer =>
  signedCrl(issuer, { extensions: [cRLNumber(2), deltaCRLIndicator(1)], entries })

const cases: ReadonlyArray<readonly [name: string, crls: SiteOptions['crls'], bits: readonly string[]]> = [
  ['all that are needed', [ofRoot, ofIssuer], GOOD],
  ['revoked', [ofRoot, revoked], REVOKED],
  ['missing for the intermediate', [ofIssuer], ['', UNKNOWN, '']],
  ['missing for the leaf', [ofRoot], LEAF_UNKNOWN],
  ['missing for both', [signedCrl(stranger)], [UNKNOWN, UNKNOWN, '']],
  ['the intermediate revoked', [signedCrl(root, { entries: [entry('02')] }), ofIssuer], [UNKNOWN, 'IS_REVOKED', '']],
  ['expired', [ofRoot, signedCrl(issuer, EXPIRED)], LEAF_UNKNOWN],
  ['expired, and lists it', [ofRoot, signedCrl(issuer, { ...EXPIRED, entries: [ALICE] })], REVOKED],
  ['not in force yet', [ofRoot, signedCrl(issuer, { thisUpdate: date('260616000000Z') })], LEAF_UNKNOWN],
  ['by another signer under the right name', [ofRoot, signedCrl(impostor)], LEAF_UNKNOWN],
  ['by the right signer under another name', [ofRoot, signedCrl(issuer, { issuer: commonName('Other') })], LEAF_UNKNOWN],
  ['of another issuer', [ofRoot, signedCrl(stranger)], LEAF_UNKNOWN],
  ['of its issuer\'s issuer', [ofRoot, signedCrl(root, { entries: [ALICE] })], LEAF_UNKNOWN],
  ['by the client itself, under the name of its issuer', [ofRoot, signedCrl(alice, { issuer: commonName('Issuer') })],
    LEAF_UNKNOWN],
  ['a flipped bit in the signature', [ofRoot, withFlippedBit(revoked)], LEAF_UNKNOWN],
  ['no signature', [ofRoot, signedCrl(issuer, { signature: bitString(0) })], LEAF_UNKNOWN],
  ['two of them in one text, the second one lists it', pem(ofRoot, ofIssuer, revoked), REVOKED],
  ['two of them in one text, the first one lists it', pem(revoked, ofIssuer, ofRoot), REVOKED],
  ['two of them in a list, the second one lists it', [ofRoot, ofIssuer, revoked], REVOKED],
  ['a forged newer one beside the right one', [
    ofRoot, revoked, signedCrl(impostor, { thisUpdate: date('260610000000Z') })
  ], REVOKED],
  ['a delta without its base', [ofRoot, delta()], LEAF_UNKNOWN],
  ['a delta that lists it', [ofRoot, base, delta(ALICE)], REVOKED],
  ['a forged delta that takes it off the list', [
    ofRoot, held, withFlippedBit(delta(entry('0a', removeFromCRL)))
  ], REVOKED],
  ['a delta that takes it off the list', [ofRoot, held, delta(entry('0a', removeFromCRL))], GOOD],
  ['for CA certificates alone', [
    ofRoot, signedCrl(issuer, { extensions: [issuingDistributionPoint(flag(2))] })
  ], LEAF_UNKNOWN],
  ['an unknown critical extension', [ofRoot, signedCrl(issuer, { extensions: [unknownExtension(TRUE)] })], LEAF_UNKNOWN],
  ['an unknown critical extension of its entry', [
    ofRoot, signedCrl(issuer, { entries: [entry('0a', removeFromCRL, unknownExtension(TRUE))] })
  ], REVOKED]
]

function siteWith (crls: SiteOptions['crls']): SiteOptions {
  return {
    virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: root.pem,
    intermediates: issuer.pem,
    clock: () => time,
    crls
  }
}

/** Sub-status: revoked, or untrusted. */
function refusalOf (bits: readonly string[]): string | null {
  if (bits === GOOD) return null
  return bits.includes('IS_REVOKED') ? '403.13' : '403.16'
}

for (const [name, crls, bits] of cases) {
  t.test(`${name}: ${bits.map((bit) => bit || 'no error').join(', ')}`, async (t) => {
    const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: issuer.der, crls })
    for (const usage of ['clientAuth', null]) {
      const { elements } = engine.getCertificateChain(alice.der, { time, usage })
      t.same(elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus).join(' ')), bits)
    }
    const { admitted, subStatus } = explainSite(siteWith(crls))({ path: '/', certificate: alice.pem })
    t.equal(admitted, bits === GOOD)
    t.equal(subStatus, refusalOf(bits))
  })
}

for (const [name, crls] of [
  ['garbage', Buffer.from('3003020100', 'hex')],
  ['a text without a CRL', 'no CRL'],
  ['an empty text', ''],
  ['a certificate', root.pem],
  ['garbage behind a good one', octets(ofIssuer, '00')],
  ['a good one and garbage', [ofIssuer, sequence()]],
  ['a good block and one that is cut short', pem(ofIssuer) + pem(ofRoot).slice(0, -30)]
] as const) {
  t.test(`${name} stops the start`, async (t) => {
    t.throws(() => explainSite(siteWith(crls)), { name: 'TypeError', message: /crls/ })
  })
}
