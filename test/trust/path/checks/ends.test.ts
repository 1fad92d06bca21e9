import t from 'tap'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkCompleteness, checkCycle, checkRoot } from '../../../../lib/trust/path/checks/ends.js'
import type { Path, PathElement, PathEnd } from '../../../../lib/trust/path/path.js'
import { CertTrust } from '../../../../lib/trust/status.js'

const certificates = [{}, {}] as Certificate[]

function bitsOf (end: PathEnd, index: number): string[] {
  const path: Path = { certificates, end, repeated: end === 'cyclic' ? certificates[0]! : null }
  const element = { path, index, certificate: certificates[index] } as PathElement
  return CertTrust.namesOf(checkRoot(element) | checkCycle(element))
}

for (const [end, leaf, last, chain] of [
  ['trustAnchor', [], [], []],
  ['selfSigned', [], ['IS_UNTRUSTED_ROOT'], []],
  ['noIssuer', [], [], ['IS_PARTIAL_CHAIN']],
  ['cyclic', ['IS_CYCLIC'], [], ['IS_PARTIAL_CHAIN']],
  ['abandoned', [], [], ['IS_PARTIAL_CHAIN']]
] as const) {
  t.test(`the end '${end}'`, async (t) => {
    t.same(bitsOf(end, 0), leaf)
    t.same(bitsOf(end, 1), last)
    t.same(CertTrust.namesOf(checkCompleteness({ certificates, end, repeated: null })), chain)
  })
}
