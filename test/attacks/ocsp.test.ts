/**
 * S20 for OCSP: a response that is missing, stale, wrong, of somebody else or unreadable is never the same as a good
 * answer. Each case asserts all bits of each certificate, and what a virtual root that wants a certificate answers.
 */
import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import { entry, signedCrl } from '../support/crl.js'
import { bitString, commonName, integer, octets, sequence } from '../support/der.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import type { HandMade } from '../support/hand-made.js'
import {
  UNKNOWN as NOT_KNOWN, certificateId, explicit, revoked, signedOcsp, single, time as date, type OcspParts,
  type SingleParts
} from '../support/ocsp.js'

const time = new Date('2026-06-15T12:00:00Z')
const root = handMadeAuthority({ subject: commonName('Root') })
const issuer = handMadeAuthority({ subject: commonName('Issuer'), serialNumber: integer('02') }, root)
const alice = handMade(issuer, { subject: commonName('Alice'), serialNumber: integer('0a') })
/** Bears the issuer's name. */
const impostor = handMadeAuthority({ subject: commonName('Issuer') })

const REVOKED: SingleParts = { status: revoked(1) }
const STALE: SingleParts = {
  thisUpdate: date('20260501000000Z'), nextUpdate: explicit(0, date('20260601000000Z'))
}

function answer (by: HandMade, serialNumber: string, parts: SingleParts = {}, response: OcspParts = {}): Buffer {
  const responses = [single({ certificateId: certificateId(by, serialNumber), ...parts })]
  return signedOcsp(by, { responses, ...response })
}

const ofIssuer = answer(root, '02')
const ofAlice = (parts?: SingleParts, response?: OcspParts): Buffer => answer(issuer, '0a', parts, response)
const aboutAlice = [single({ certificateId: certificateId(issuer, '0a') })]

const BITS_GOOD = ['', '', '']
const BITS_REVOKED = ['IS_REVOKED', '', '']
const UNKNOWN = 'REVOCATION_STATUS_UNKNOWN IS_OFFLINE_REVOCATION'
const LEAF_UNKNOWN = [UNKNOWN, '', '']

type Given = Pick<SiteOptions, 'crls' | 'ocspResponses'>

const cases: ReadonlyArray<readonly [name: string, given: Given, bits: readonly string[]]> = [
  ['all that are needed', { ocspResponses: [ofIssuer, ofAlice()] }, BITS_GOOD],
  ['one of each kind', { ocspResponses: ofAlice(), crls: signedCrl(root) }, BITS_GOOD],
  ['revoked', { ocspResponses: [ofIssuer, ofAlice(REVOKED)] }, BITS_REVOKED],
  ['revoked by the CRL', {
    ocspResponses: [ofIssuer, ofAlice()], crls: signedCrl(issuer, { entries: [entry('0a')] })
  }, BITS_REVOKED],
  ['an empty list', { ocspResponses: [] }, [UNKNOWN, UNKNOWN, '']],
  ['missing for the intermediate', { ocspResponses: ofAlice() }, ['', UNKNOWN, '']],
  ['the intermediate revoked', { ocspResponses: [answer(root, '02', REVOKED), ofAlice()] }, [UNKNOWN, 'IS_REVOKED', '']],
  ['not known', { ocspResponses: [ofIssuer, ofAlice({ status: NOT_KNOWN })] }, LEAF_UNKNOWN],
  ['stale', { ocspResponses: [ofIssuer, ofAlice(STALE)] }, LEAF_UNKNOWN],
  ['old, without nextUpdate', { ocspResponses: [ofIssuer, ofAlice({ nextUpdate: '' })] }, LEAF_UNKNOWN],
  ['of another certificate', { ocspResponses: [ofIssuer, answer(issuer, '0b')] }, LEAF_UNKNOWN],
  ['no signature', { ocspResponses: [ofIssuer, ofAlice({}, { signature: bitString(0) })] }, LEAF_UNKNOWN],
  ['by another under the right name', {
    ocspResponses: [ofIssuer, signedOcsp(impostor, {
      responses: aboutAlice, certificates: [impostor.der]
    })]
  }, LEAF_UNKNOWN],
  ['by the client itself', {
    ocspResponses: [ofIssuer, signedOcsp(alice, {
      responses: aboutAlice, certificates: [alice.der]
    })]
  }, LEAF_UNKNOWN]
]

function siteWith (given: Given): SiteOptions {
  return {
    virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: root.pem,
    intermediates: issuer.pem,
    clock: () => time,
    ...given
  }
}

/** Sub-status: revoked, or untrusted. */
function refusalOf (bits: readonly string[]): string | null {
  if (bits === BITS_GOOD) return null
  return bits.includes('IS_REVOKED') ? '403.13' : '403.16'
}

for (const [name, given, bits] of cases) {
  t.test(`${name}: ${bits.map((bit) => bit || 'no error').join(', ')}`, async (t) => {
    const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: issuer.der, ...given })
    const { elements } = engine.getCertificateChain(alice.der, { time, revocation: 'chainExcludeRoot' })
    t.same(elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus).join(' ')), bits)
    const { admitted, subStatus } = explainSite(siteWith(given))({ path: '/', certificate: alice.pem })
    t.equal(admitted, bits === BITS_GOOD)
    t.equal(subStatus, refusalOf(bits))
  })
}

for (const [name, ocspResponses] of [
  ['garbage', Buffer.from('3003020100', 'hex')],
  ['a refusal', sequence(octets('0a0103'))],
  ['a text', 'MIIB'],
  ['a certificate', root.der],
  ['a good one and garbage', [ofIssuer, sequence()]]
] as const) {
  t.test(`${name} stops the start`, async (t) => {
    t.throws(() => explainSite(siteWith({ ocspResponses: ocspResponses as never })), {
      name: 'TypeError', message: /ocspResponses/
    })
  })
}
