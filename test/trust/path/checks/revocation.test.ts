import t from 'tap'
import type { RevocationMode } from '../../../../lib/trust/chain-options.js'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkRevocation, revocationOf } from '../../../../lib/trust/path/checks/revocation.js'
import type { Path, PathContext, PathElement, PathEnd } from '../../../../lib/trust/path/path.js'
import type { Revocation } from '../../../../lib/trust/revocation/revocation.js'
import { CertTrust } from '../../../../lib/trust/status.js'

const names = new Map([
  [0, 'good'],
  [CertTrust.IS_REVOKED, 'revoked'],
  [CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION, 'unknown']
])

/** 15 May 2026. */
const REVOCATION: Revocation = { time: Date.UTC(2026, 4, 15), reason: 'keyCompromise', source: 'crl' }

/** What is said of a path of three, with these answers, and a wrong signature on one of them. */
function said (
  revocation: RevocationMode,
  answers: ReadonlyArray<'good' | 'revoked' | 'unknown'>,
  end: PathEnd = 'trustAnchor',
  unsigned = -1
): Array<string | undefined> {
  const path: Path = { certificates: [{}, {}, {}] as Certificate[], end, repeated: null }
  const context = {
    revocation,
    signatures: { isSignedBy: (certificate: Certificate) => certificate !== path.certificates[unsigned] },
    revocationAnswers: {
      answerFor: ({ index }: PathElement) => answers[index] === 'revoked' ? REVOCATION : answers[index]
    }
  } as unknown as PathContext
  let above: PathElement | null = null
  return [2, 1, 0].map((index) => {
    const isTrustAnchor = end === 'trustAnchor' && index === 2
    const certificate = path.certificates[index]!
    above = { path, index, certificate, issuerKey: {}, isTrustAnchor, above } as PathElement
    return names.get(checkRevocation(above, context))
  }).reverse()
}

const UNKNOWN = ['unknown', 'unknown', 'unknown'] as const

for (const [revocation, end, expected] of [
  ['none', 'trustAnchor', ['good', 'good', 'good']],
  ['endCertificate', 'trustAnchor', ['unknown', 'good', 'good']],
  ['chain', 'trustAnchor', ['unknown', 'unknown', 'good']],
  ['chainExcludeRoot', 'trustAnchor', ['unknown', 'unknown', 'good']],
  ['chain', 'selfSigned', ['unknown', 'unknown', 'good']],
  ['chain', 'noIssuer', ['unknown', 'unknown', 'unknown']]
] as const) {
  t.test(`without an answer, '${revocation}' says ${expected.join(', ')} of a path with the end '${end}'`, async (t) => {
    t.same(said(revocation, UNKNOWN, end), expected)
  })
}

for (const [revocation, answers, expected] of [
  ['chain', ['good', 'good', 'good'], ['good', 'good', 'good']],
  ['chain', ['revoked', 'good', 'good'], ['revoked', 'good', 'good']],
  ['chain', ['revoked', 'unknown', 'good'], ['revoked', 'unknown', 'good']],
  ['chain', ['revoked', 'revoked', 'good'], ['unknown', 'revoked', 'good']],
  ['chain', ['good', 'good', 'revoked'], ['unknown', 'unknown', 'revoked']],
  ['chain', ['good', 'revoked', 'revoked'], ['unknown', 'unknown', 'revoked']],
  ['chainExcludeRoot', ['good', 'good', 'revoked'], ['good', 'good', 'good']],
  ['endCertificate', ['good', 'revoked', 'revoked'], ['good', 'good', 'good']],
  ['endCertificate', ['revoked', 'revoked', 'revoked'], ['revoked', 'good', 'good']]
] as const) {
  t.test(`of ${answers.join(', ')}, '${revocation}' makes ${expected.join(', ')}`, async (t) => {
    t.same(said(revocation, answers), expected)
  })
}

t.test('of what its issuer did not sign, and of all below it, nothing is known', async (t) => {
  t.same(said('chain', ['good', 'good', 'good'], 'trustAnchor', 0), ['unknown', 'good', 'good'])
  t.same(said('chain', ['revoked', 'revoked', 'good'], 'trustAnchor', 1), ['unknown', 'unknown', 'good'])
  t.same(said('endCertificate', ['good', 'good', 'good'], 'trustAnchor', 1), ['good', 'good', 'good'])
})

t.test('why it is revoked is told of what has the bit, and of nothing else', async (t) => {
  const { IS_REVOKED, REVOCATION_STATUS_UNKNOWN } = CertTrust
  const told = (errorStatus: number, answer: unknown): Revocation | null => {
    const context = { revocationAnswers: { answerFor: () => answer } } as unknown as PathContext
    return revocationOf({ issuerKey: null } as PathElement, errorStatus, context)
  }
  t.equal(told(IS_REVOKED, REVOCATION), REVOCATION)
  t.equal(told(REVOCATION_STATUS_UNKNOWN, REVOCATION), null, 'a CA above it is revoked')
  t.equal(told(0, 'good'), null)
})
