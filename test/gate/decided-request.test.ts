import t from 'tap'
import type { Decision } from '../../lib/access/decision.js'
import { DecidedRequest } from '../../lib/gate/decided-request.js'
import { AMBIGUOUS, VirtualRoots, type Governing, type VirtualRoot } from '../../lib/site/virtual-roots.js'
import type { CertificateChain } from '../../lib/trust/chain.js'

const [open, guarded] = [...new VirtualRoots({
  '/open': {}, '/guarded': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] }
})] as [VirtualRoot, VirtualRoot]

const url = '/guarded'
const pseudoUser = { name: 'Alice', groups: [], isAdministrator: false }
const chain = { elements: [{ certificate: { fingerprint256: 'AB', raw: new Uint8Array([1, 2]) } }] } as unknown as CertificateChain
const admitted = { admitted: true, virtualRoot: guarded, pseudoUser, chain } as unknown as Decision

t.test('who is let in has a user, a virtual root and a certificate, which is one object', async (t) => {
  const decided = new DecidedRequest({ url }, admitted, guarded, false)
  t.match(decided, { decision: admitted, certificateOnly: true, isRemembered: false, url: '/guarded' })
  t.equal(decided.virtualRoot, guarded)
  t.equal(decided.pseudoUser, pseudoUser)
  t.match(decided.clientCertificate, { fingerprint256: 'AB', chain })
  t.equal(decided.clientCertificate, decided.clientCertificate)
})

t.test('two requests with one decision share no certificate', async (t) => {
  const [first, second] = [1, 2].map(() => new DecidedRequest({ url }, admitted, guarded, true))
  t.not(first!.clientCertificate, second!.clientCertificate)
  t.not(first!.clientCertificate!.raw, second!.clientCertificate!.raw)
})

t.test('who is refused has neither user nor certificate', async (t) => {
  const decided = new DecidedRequest({ url }, { ...admitted, admitted: false }, guarded, false)
  t.strictSame([decided.virtualRoot, decided.pseudoUser, decided.clientCertificate], [guarded, null, null])
})

t.test('who is let in without a certificate has none', async (t) => {
  for (const nothing of [null, { ...chain, elements: [] }]) {
    t.equal(new DecidedRequest({ url }, { ...admitted, chain: nothing }, guarded, false).clientCertificate, null)
  }
})

t.test('nothing but a certificate counts where one is asked for, or may be', async (t) => {
  const cases: Array<[governing: Governing, expected: boolean]> =
    [[guarded, true], [AMBIGUOUS, true], [open, false], [null, false]]
  for (const [governing, expected] of cases) {
    t.equal(new DecidedRequest({ url }, admitted, governing, false).certificateOnly, expected)
  }
})
