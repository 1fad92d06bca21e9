import t from 'tap'
import { BoundedCache } from '../../../lib/trust/bounded-cache.js'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { Allowance } from '../../../lib/trust/path/allowance.js'
import { defaultBudget } from '../../../lib/trust/path/budget.js'
import { DistrustList } from '../../../lib/trust/path/distrust-list.js'
import { judgePath } from '../../../lib/trust/path/judge.js'
import { NameConstraintChecks } from '../../../lib/trust/path/name-constraint-checks.js'
import type { PathContext, PathEnd } from '../../../lib/trust/path/path.js'
import { SignatureChecks } from '../../../lib/trust/path/signature-checks.js'
import { CertTrust, CertTrustInfo } from '../../../lib/trust/status.js'
import { createAuthority, Extension } from '../../support/pki.js'

const valid = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T23:59:59Z') }
const root = await createAuthority({ commonName: 'Root', ...valid })
const other = await createAuthority({ commonName: 'Root', ...valid })
// Expired, signed by another key, no CA, for servers, with an unknown critical extension: and all of that is told
const wrong = await other.issueAuthority({
  commonName: 'Wrong',
  notAfter: new Date('2026-02-01T00:00:00Z'),
  basicConstraints: null,
  keyUsage: 1,
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
  extensions: [new Extension('1.2.3.4', true, Buffer.of(5, 0))]
})
const leaf = await wrong.issue({ commonName: 'Leaf' })
const certificates = [leaf, wrong, root].map(({ der }) => Certificate.decode(der))

function judge (path: readonly Certificate[], end: PathEnd, context: Partial<PathContext> = {}) {
  return judgePath({ certificates: path, end, repeated: null }, {
    time: Date.parse('2026-06-01T12:00:00Z'),
    usage: '1.3.6.1.5.5.7.3.2',
    strength: 'modern',
    timeNesting: false,
    revocation: 'none',
    revocationAnswers: { answerFor: () => 'unknown', considered: [] },
    initialPolicySet: new Set(['2.5.29.32.0']),
    requireExplicitPolicy: false,
    inhibitPolicyMapping: false,
    inhibitAnyPolicy: false,
    distrusted: new DistrustList([], []),
    signatures: new SignatureChecks(new BoundedCache(0), defaultBudget),
    policyNodes: new Allowance(defaultBudget.policyNodes),
    nameConstraints: new NameConstraintChecks(new Map(), defaultBudget),
    ...context
  })
}

t.test('all bits that apply are told at once, each on its certificate', async (t) => {
  const { errorStatus, elements } = judge(certificates, 'trustAnchor', {
    distrusted: new DistrustList([certificates[1]!], []), requireExplicitPolicy: true, revocation: 'endCertificate'
  })
  t.same(elements.map((element) => CertTrust.namesOf(element.errorStatus)), [
    ['IS_NOT_TIME_VALID', 'REVOCATION_STATUS_UNKNOWN', 'IS_OFFLINE_REVOCATION', 'NO_ISSUANCE_CHAIN_POLICY'],
    [
      'IS_NOT_TIME_VALID', 'IS_NOT_SIGNATURE_VALID', 'IS_NOT_VALID_FOR_USAGE', 'INVALID_EXTENSION',
      'INVALID_BASIC_CONSTRAINTS', 'IS_EXPLICIT_DISTRUST', 'HAS_NOT_SUPPORTED_CRITICAL_EXT'
    ],
    []
  ])
  t.equal(errorStatus, elements.reduce((bits, element) => bits | element.errorStatus, 0))
})

t.test('the same path without an anchor has the bit of the chain, or of its root', async (t) => {
  t.ok(judge(certificates.slice(0, 2), 'noIssuer').errorStatus & CertTrust.IS_PARTIAL_CHAIN)
  t.ok(judge(certificates, 'selfSigned').elements[2]!.errorStatus & CertTrust.IS_UNTRUSTED_ROOT)
})

t.test('how the issuer was found is told where there is one', async (t) => {
  const info = (path: readonly Certificate[], end: PathEnd): string[][] =>
    judge(path, end).elements.map(({ infoStatus }) => CertTrustInfo.namesOf(infoStatus))
  t.same(info(certificates, 'trustAnchor'), [
    ['HAS_KEY_MATCH_ISSUER', 'HAS_PREFERRED_ISSUER'],
    ['HAS_NAME_MATCH_ISSUER'],
    ['HAS_NAME_MATCH_ISSUER', 'IS_SELF_SIGNED', 'HAS_PREFERRED_ISSUER']
  ])
  t.same(info(certificates.slice(0, 2), 'noIssuer'), [['HAS_KEY_MATCH_ISSUER', 'HAS_PREFERRED_ISSUER'], []])
  t.same(info(certificates.slice(0, 2), 'trustAnchor'), [['HAS_KEY_MATCH_ISSUER', 'HAS_PREFERRED_ISSUER'], []])
})

t.test('a chain has a preferred issuer where each of its certificates has one', async (t) => {
  const good = await root.issueAuthority({ commonName: 'Good', ...valid })
  const path = [await good.issue({ commonName: 'Leaf' }), good, root].map(({ der }) => Certificate.decode(der))
  const has = (path: readonly Certificate[], end: PathEnd): boolean =>
    (judge(path, end).infoStatus & CertTrustInfo.HAS_PREFERRED_ISSUER) !== 0
  t.equal(has(path, 'trustAnchor'), true)
  t.equal(has(path, 'selfSigned'), true, 'the root is not trusted')
  t.equal(has(path.slice(0, 2), 'noIssuer'), false)
  t.equal(has(certificates, 'trustAnchor'), false, 'one was signed by another key')
})

t.test('of what is revoked it is told why, of the others nothing', async (t) => {
  const revocation = { time: 0, reason: null, source: 'ocsp' } as const
  const good = Certificate.decode((await root.issue({ commonName: 'Leaf', ...valid })).der)
  const { elements } = judge([good, certificates[2]!], 'trustAnchor', {
    revocation: 'endCertificate', revocationAnswers: { answerFor: () => revocation, considered: [] }
  })
  t.same(elements.map((element) => element.revocation), [revocation, null])
})
