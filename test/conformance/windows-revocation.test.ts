/**
 * What Windows was observed to say about revocation, rebuilt with generated certificates, CRLs and OCSP
 * responses: a root, an authority and a leaf. The scenarios come from the tests of .NET (see the file's `meta`).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RevocationMode } from '../../lib/trust/chain-options.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import { entry, signedCrl, time as date, type CrlParts } from '../support/crl.js'
import { commonName, extension, integer, objectIdentifier, sequence } from '../support/der.js'
import { handMade, handMadeAuthority, validity, type HandMade } from '../support/hand-made.js'
import {
  byName, certificateId, explicit, revoked, signedOcsp, single, time as generalizedTime,
  type OcspParts, type SingleParts
} from '../support/ocsp.js'

interface Fact {
  readonly id: string
  readonly scenario: string
  readonly revocationFlag: 'END_CERT' | 'EXCLUDE_ROOT' | 'CHAIN(EntireChain)'
  /** The leaf first. */
  readonly elements: ReadonlyArray<readonly string[]>
}

const { revocation: facts } = JSON.parse(readFileSync(
  join('test', 'conformance', 'windows-revocation-and-policy-facts.json'), 'utf8'
)) as { revocation: readonly Fact[] }

const modes: Record<Fact['revocationFlag'], RevocationMode> = {
  END_CERT: 'endCertificate', EXCLUDE_ROOT: 'chainExcludeRoot', 'CHAIN(EntireChain)': 'chain'
}

const time = new Date('2026-06-15T12:00:00Z')
const root = handMadeAuthority({ subject: commonName('Root'), serialNumber: integer('01') })
const authority = handMadeAuthority({ subject: commonName('Authority'), serialNumber: integer('02') }, root)
const stranger = handMadeAuthority({ subject: commonName('Stranger') })
const leaf = handMade(authority, { subject: commonName('Leaf'), serialNumber: integer('03') })
/** Expired, and for servers, where a client is asked for. */
const wrongLeaf = handMade(authority, {
  subject: commonName('Leaf'),
  serialNumber: integer('03'),
  validity: validity('260101000000Z', '260610000000Z'),
  extensionList: sequence(extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))))
})

const ROOT_ENTRY = entry('01')
const AUTHORITY_ENTRY = entry('02')
const LEAF_ENTRY = entry('03')
const EXPIRED: CrlParts = { thisUpdate: date('260501000000Z'), nextUpdate: date('260610000000Z') }

interface Scenario {
  /** The CRL of the root; null: there is none. Default: an empty one. */
  readonly ofRoot?: Buffer | null
  readonly ofAuthority?: Buffer | null
  readonly ocspResponses?: readonly Buffer[]
  readonly leaf?: HandMade
}

/** Designated for OCSP, but by somebody else. */
const unrelatedResponder = handMade(stranger, {
  subject: commonName('Responder'),
  serialNumber: integer('04'),
  extensionList: sequence(extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.9'))))
})

function revokedBy (responder: HandMade, issuer: HandMade, serialNumber: string): Buffer {
  const responses = [single({ certificateId: certificateId(issuer, serialNumber), status: revoked() })]
  return signedOcsp(responder, { responses, certificates: [responder.der] })
}

const ofRoot = (...entries: Buffer[]): Buffer => signedCrl(root, { entries })
const ofAuthority = (...entries: Buffer[]): Buffer => signedCrl(authority, { entries })

function withBadSignature (crl: Buffer): Buffer {
  const copy = Buffer.from(crl)
  copy[copy.length - 1]! ^= 1
  return copy
}

/** By the scenario's id without the letter of its mode. */
const scenarios: Record<string, Scenario> = {
  ok: {},
  leafRevoked: { ofAuthority: ofAuthority(LEAF_ENTRY) },
  issRevoked: { ofRoot: ofRoot(AUTHORITY_ENTRY) },
  bothRevoked: { ofRoot: ofRoot(AUTHORITY_ENTRY), ofAuthority: ofAuthority(LEAF_ENTRY) },
  rootRevoked: { ofRoot: ofRoot(ROOT_ENTRY) },
  'rootRevoked-rootonly': { ofRoot: ofRoot(ROOT_ENTRY), leaf: root },
  rootRevLeafRev: { ofRoot: ofRoot(ROOT_ENTRY), ofAuthority: ofAuthority(LEAF_ENTRY) },
  'rootOffline-leafRevoked': { ofRoot: null, ofAuthority: ofAuthority(LEAF_ENTRY) },
  'rootOffline-ok': { ofRoot: null },
  'badSig-leaf': { ofAuthority: withBadSignature(ofAuthority(LEAF_ENTRY)) },
  'badSig-issuer': { ofRoot: withBadSignature(ofRoot(AUTHORITY_ENTRY)) },
  'badIssuerName-leaf': { ofAuthority: signedCrl(authority, { issuer: stranger.subject!, entries: [LEAF_ENTRY] }) },
  'badIssuerName-issuer': { ofRoot: signedCrl(root, { issuer: stranger.subject!, entries: [AUTHORITY_ENTRY] }) },
  'expiredNotListed-leaf': { ofAuthority: signedCrl(authority, EXPIRED) },
  'expiredNotListed-issuer': { ofRoot: signedCrl(root, EXPIRED) },
  'expiredListedRevoked-leaf': { ofAuthority: signedCrl(authority, { ...EXPIRED, entries: [LEAF_ENTRY] }) },
  'expiredListedRevoked-issuer': { ofRoot: signedCrl(root, { ...EXPIRED, entries: [AUTHORITY_ENTRY] }) },
  'noNextUpdate-ok': { ofAuthority: signedCrl(authority, { nextUpdate: '' }) },
  'noNextUpdate-revoked': { ofAuthority: signedCrl(authority, { nextUpdate: '', entries: [LEAF_ENTRY] }) },
  'issRevoked+time+usage': { ofRoot: ofRoot(AUTHORITY_ENTRY), leaf: wrongLeaf },
  'leafRevoked+time+usage': { ofAuthority: ofAuthority(LEAF_ENTRY), leaf: wrongLeaf },
  'offlineCached-ok': {},
  'offlineCached-revoked': { ofAuthority: ofAuthority(LEAF_ENTRY) },
  'unrelatedOcspSigner-leaf': {
    ofAuthority: null, ocspResponses: [revokedBy(unrelatedResponder, authority, '03')]
  },
  'unrelatedOcspSigner-issuer': {
    ofRoot: null, ocspResponses: [revokedBy(unrelatedResponder, root, '02')]
  }
}

const LISTED: SingleParts = { status: revoked() }
const STALE: SingleParts = {
  thisUpdate: generalizedTime('20260501000000Z'), nextUpdate: explicit(0, generalizedTime('20260610000000Z'))
}
const NO_NEXT_UPDATE: SingleParts = { thisUpdate: generalizedTime('20260615115900Z'), nextUpdate: '' }
const OTHER_NAME: OcspParts = { responderId: byName(stranger.subject!) }

function ocsp (issuer: HandMade, serialNumber: string, parts: SingleParts = {}, response: OcspParts = {}): Buffer {
  const responses = [single({ certificateId: certificateId(issuer, serialNumber), ...parts })]
  return signedOcsp(issuer, { responses, ...response })
}

const ofAuthorityByOcsp = (parts?: SingleParts, response?: OcspParts): Buffer => ocsp(root, '02', parts, response)
const ofLeafByOcsp = (parts?: SingleParts, response?: OcspParts): Buffer => ocsp(authority, '03', parts, response)
const ofRootByOcsp = ocsp(root, '01', LISTED)

/** The same, said by OCSP responses alone. */
const ocspScenarios: Record<string, readonly Buffer[]> = {
  ok: [ofAuthorityByOcsp(), ofLeafByOcsp()],
  leafRevoked: [ofAuthorityByOcsp(), ofLeafByOcsp(LISTED)],
  issRevoked: [ofAuthorityByOcsp(LISTED), ofLeafByOcsp()],
  bothRevoked: [ofAuthorityByOcsp(LISTED), ofLeafByOcsp(LISTED)],
  rootRevoked: [ofRootByOcsp, ofAuthorityByOcsp(), ofLeafByOcsp()],
  'rootRevoked-rootonly': [ofRootByOcsp],
  rootRevLeafRev: [ofRootByOcsp, ofAuthorityByOcsp(), ofLeafByOcsp(LISTED)],
  'rootOffline-leafRevoked': [ofLeafByOcsp(LISTED)],
  'rootOffline-ok': [ofLeafByOcsp()],
  'badSig-leaf': [ofAuthorityByOcsp(), withBadSignature(ofLeafByOcsp(LISTED))],
  'badSig-issuer': [withBadSignature(ofAuthorityByOcsp(LISTED)), ofLeafByOcsp()],
  'badIssuerName-leaf': [ofAuthorityByOcsp(), ofLeafByOcsp(LISTED, OTHER_NAME)],
  'badIssuerName-issuer': [ofAuthorityByOcsp(LISTED, OTHER_NAME), ofLeafByOcsp()],
  'expiredNotListed-leaf': [ofAuthorityByOcsp(), ofLeafByOcsp(STALE)],
  'expiredNotListed-issuer': [ofAuthorityByOcsp(STALE), ofLeafByOcsp()],
  'expiredListedRevoked-leaf': [ofAuthorityByOcsp(), ofLeafByOcsp({ ...STALE, ...LISTED })],
  'expiredListedRevoked-issuer': [ofAuthorityByOcsp({ ...STALE, ...LISTED }), ofLeafByOcsp()],
  'noNextUpdate-ok': [ofAuthorityByOcsp(), ofLeafByOcsp(NO_NEXT_UPDATE)],
  'noNextUpdate-revoked': [ofAuthorityByOcsp(), ofLeafByOcsp({ ...NO_NEXT_UPDATE, ...LISTED })],
  'issRevoked+time+usage': [ofAuthorityByOcsp(LISTED), ofLeafByOcsp()],
  'leafRevoked+time+usage': [ofAuthorityByOcsp(), ofLeafByOcsp(LISTED)],
  'offlineCached-ok': [ofAuthorityByOcsp(), ofLeafByOcsp()],
  'offlineCached-revoked': [ofAuthorityByOcsp(), ofLeafByOcsp(LISTED)],
  'unrelatedOcspSigner-leaf': [ofAuthorityByOcsp(), revokedBy(unrelatedResponder, authority, '03')],
  'unrelatedOcspSigner-issuer': [revokedBy(unrelatedResponder, root, '02'), ofLeafByOcsp()]
}

t.test('there are 42 scenarios, and each is rebuilt', async (t) => {
  t.equal(facts.length, 42)
  const rebuilt = facts.map(({ id }) => id.replace(/-[cex]$/, ''))
  for (const worlds of [scenarios, ocspScenarios]) {
    t.same([...new Set(rebuilt)].sort(), Object.keys(worlds).sort())
  }
})

for (const { id, scenario, revocationFlag, elements } of facts) {
  const key = id.replace(/-[cex]$/, '')
  const world = { ofRoot: ofRoot(), ofAuthority: ofAuthority(), leaf, ocspResponses: [], ...scenarios[key] }
  const crls = [world.ofRoot, world.ofAuthority].filter((crl) => crl !== null)
  for (const [kind, given] of [
    ['CRLs', { crls, ocspResponses: world.ocspResponses }], ['OCSP', { ocspResponses: ocspScenarios[key]! }]
  ] as const) {
    t.test(`${id}, by ${kind}: ${scenario}`, async (t) => {
      const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: authority.der, ...given })
      const usage = id.includes('usage') ? 'clientAuth' : null
      const chain = engine.getCertificateChain(world.leaf.der, { time, usage, revocation: modes[revocationFlag] })
      t.same(
        chain.elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus).sort()),
        elements.map((bits) => [...bits].sort()))
    })
  }
}

t.test('what the unrelated responder says would count if the issuer said it', async (t) => {
  const ocspResponses = [revokedBy(authority, authority, '03')]
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: authority.der, ocspResponses })
  const { elements } = engine.getCertificateChain(leaf.der, { time, usage: null, revocation: 'endCertificate' })
  t.same(elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus)), [['IS_REVOKED'], [], []])
})
