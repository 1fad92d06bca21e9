import t from 'tap'
import type { RevocationMode } from '../../../../lib/trust/chain-options.js'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkRevocation } from '../../../../lib/trust/path/checks/revocation.js'
import type { Path, PathContext, PathElement, PathEnd } from '../../../../lib/trust/path/path.js'
import type { RevocationAnswer } from '../../../../lib/trust/revocation/revocation-answer.js'
import { CertTrust } from '../../../../lib/trust/status.js'

const names = new Map([
  [0, 'good'],
  [CertTrust.IS_REVOKED, 'revoked'],
  [CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION, 'unknown']
])

/** What is said of a path of three, with these answers, and a wrong signature on one of them. */
function said (
  revocation: RevocationMode,
  answers: readonly RevocationAnswer[],
  end: PathEnd = 'trustAnchor',
  unsigned = -1
): Array<string | undefined> {
  const path: Path = { certificates: [{}, {}, {}] as Certificate[], end, repeated: null }
  const context = {
    revocation,
    signatures: { isSignedBy: (certificate: Certificate) => certificate !== path.certificates[unsigned] },
    revocationAnswers: { answerFor: ({ index }: PathElement) => answers[index] }
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
