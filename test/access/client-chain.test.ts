import t from 'tap'
import { clientChain, wantsCertificate } from '../../lib/access/client-chain.js'
import { createSite, type Site } from '../../lib/site/options.js'
import { AMBIGUOUS, VirtualRoots } from '../../lib/site/virtual-roots.js'
import { CertTrust } from '../../lib/trust/status.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const intermediate = await authority.issueAuthority({ commonName: 'Issuer' })
const alice = await intermediate.issue({ commonName: 'Alice' })
const server = await authority.issueServer()
const site = createSite({ virtualRoots: {}, trustAnchors: authority.pem })
const { notBefore, notAfter } = alice.certificate

t.test('certificates count under roots that ask for them, and nowhere else', async (t) => {
  const [nego, require, open] = new VirtualRoots({
    '/n': { permissions: ['READ', 'NEGO_CERT'] }, '/r': { permissions: ['READ', 'REQUIRE_CERT'] }, '/o': { permissions: ['READ', 'SSL'] }
  })
  const roots = [nego!, require!, open!, null, AMBIGUOUS] as const
  t.strictSame(roots.map((root) => wantsCertificate(root)), [true, true, false, false, false])
})

t.test('a chain is verified for client authentication, with what the client sent along', async (t) => {
  const intermediates = [intermediate.der]
  t.equal(clientChain(site, { leaf: alice.der, intermediates }, notBefore).errorStatus, 0)
  t.equal(clientChain(site, { leaf: alice.der, intermediates: [] }, notBefore).errorStatus, CertTrust.IS_PARTIAL_CHAIN)
  const { errorStatus } = clientChain(site, { leaf: server.der, intermediates }, notBefore)
  t.equal(errorStatus, CertTrust.IS_NOT_VALID_FOR_USAGE)
})

t.test('it is verified at the time that is given', async (t) => {
  const late = new Date(notAfter.getTime() + 1000)
  const chain = clientChain(site, { leaf: alice.der, intermediates: [intermediate.der] }, late)
  t.equal(chain.errorStatus, CertTrust.IS_NOT_TIME_VALID)
})

t.test('without trust anchors or a time nothing is verified', async (t) => {
  const client = { leaf: alice.der, intermediates: [] }
  t.throws(() => clientChain({ ...site, engine: null } as Site, client, notBefore), { name: 'TypeError', message: /^trustAnchors/ })
  for (const time of [undefined, null, 0, '2026-01-01']) {
    t.throws(() => clientChain(site, client, time as unknown as Date), { name: 'TypeError', message: /is not a Date/ })
  }
})
