import t from 'tap'
import type { RevocationMode } from '../../../../lib/trust/chain-options.js'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkRevocation } from '../../../../lib/trust/path/checks/revocation.js'
import type { Path, PathContext, PathElement, PathEnd } from '../../../../lib/trust/path/path.js'
import { CertTrust } from '../../../../lib/trust/status.js'

/** Which elements of a path of three are without an answer. */
function unknown (revocation: RevocationMode, end: PathEnd): number[] {
  const path: Path = { certificates: [{}, {}, {}] as Certificate[], end, repeated: null }
  return [0, 1, 2].filter((index) => {
    const isTrustAnchor = end === 'trustAnchor' && index === 2
    const bits = checkRevocation({ path, index, isTrustAnchor } as PathElement, { revocation } as PathContext)
    return bits === (CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION)
  })
}

for (const [revocation, end, expected] of [
  ['none', 'trustAnchor', []],
  ['endCertificate', 'trustAnchor', [0]],
  ['chain', 'trustAnchor', [0, 1]],
  ['chainExcludeRoot', 'trustAnchor', [0, 1]],
  ['chain', 'selfSigned', [0, 1]],
  ['chain', 'noIssuer', [0, 1, 2]]
] as const) {
  t.test(`'${revocation}' covers ${expected.join(', ') || 'none'} of a path with the end '${end}'`, async (t) => {
    t.same(unknown(revocation, end), expected)
  })
}
