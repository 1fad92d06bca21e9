import t from 'tap'
import type { ChainElement } from '../../../lib/trust/chain.js'
import type { JudgedPath } from '../../../lib/trust/path/judge.js'
import { isBetter } from '../../../lib/trust/path/ranking.js'
import { CertTrust } from '../../../lib/trust/status.js'

function judged (errorStatus: number, length = 3): JudgedPath {
  return { errorStatus, infoStatus: 0, elements: Array.from<ChainElement>({ length }), userConstrainedPolicySet: [] }
}

const fromBest = [
  ['no error', judged(0)],
  ['no error, but longer', judged(0, 4)],
  ['an extension that is wrong', judged(CertTrust.INVALID_EXTENSION)],
  ['expired', judged(CertTrust.IS_NOT_TIME_VALID)],
  ['expired, and an extension that is wrong', judged(CertTrust.IS_NOT_TIME_VALID | CertTrust.INVALID_EXTENSION)],
  ['an untrusted root', judged(CertTrust.IS_UNTRUSTED_ROOT)],
  ['no root', judged(CertTrust.IS_PARTIAL_CHAIN)],
  ['no root, and revoked', judged(CertTrust.IS_PARTIAL_CHAIN | CertTrust.IS_REVOKED)],
  ['a wrong signature', judged(CertTrust.IS_NOT_SIGNATURE_VALID)],
  ['a wrong signature and an untrusted root', judged(CertTrust.IS_NOT_SIGNATURE_VALID | CertTrust.IS_UNTRUSTED_ROOT)]
] as const

t.test('chains are ranked as trust-status says', async (t) => {
  for (const [index, [better, a]] of fromBest.entries()) {
    t.notOk(isBetter(a, a), `${better} is not better than itself`)
    for (const [worse, b] of fromBest.slice(index + 1)) {
      t.ok(isBetter(a, b), `${better} before ${worse}`)
      t.notOk(isBetter(b, a), `${worse} after ${better}`)
    }
  }
})
