import t from 'tap'
import { MeasuredVerifier } from '../../../lib/gate/metrics/measured-verifier.js'
import { createSite } from '../../../lib/site/options.js'
import type { CertificateChain } from '../../../lib/trust/chain.js'
import { createGuardedSite } from '../../support/guarded-site.js'

const { site, alice } = await createGuardedSite()
const peer = { raw: alice.der, fingerprint256: 'AB', intermediates: [] }

t.test('the answer is told with the time that it took', async (t) => {
  const measured: Array<readonly [CertificateChain, number]> = []
  const verifier = new MeasuredVerifier(createSite(site), (...told) => measured.push(told))
  const chains = [verifier.verify(peer), verifier.verify(peer, new Date())]
  t.strictSame(measured.map(([chain]) => chain), chains)
  t.strictSame(chains.map(({ signatureChecks }) => signatureChecks > 0), [true, false])
  for (const [, seconds] of measured) t.ok(seconds > 0)
})

t.test('what can\'t be verified is not measured', async (t) => {
  const verifier = new MeasuredVerifier(createSite(site), () => t.fail())
  t.throws(() => verifier.verify(peer, 'today' as unknown as Date), { name: 'TypeError' })
})
