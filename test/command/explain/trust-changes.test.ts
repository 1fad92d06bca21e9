import t from 'tap'
import { explainerOf } from '../../../lib/command/explain/changes.js'
import { trustChanges } from '../../../lib/command/explain/trust-changes.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { createAuthority, createSelfSigned } from '../../support/pki.js'

const root = await createAuthority({ commonName: 'Root' })
const alice = await root.issue({ commonName: 'Alice' })
const weak = await root.issue({ commonName: 'Weak', hash: 'SHA-1' })
const other = await createAuthority({ commonName: 'Other' })
const bob = await other.issue({ commonName: 'Bob' })
const alone = await createSelfSigned({ commonName: 'Alone' })

/** The changes, and what would come of them. */
function changes (
  certificate: string | Uint8Array, rest: Partial<SiteOptions> = {}, chain: string[] = []
): Record<string, string> {
  const virtualRoots: SiteOptions['virtualRoots'] = { '/a': { permissions: ['READ', 'REQUIRE_CERT'] } }
  const options = { virtualRoots, trustAnchors: root.pem, ...rest }
  const asked = { path: '/a', certificate, chain, time: new Date() }
  return Object.fromEntries(trustChanges(options, explainerOf(options)(asked)).map(([change, site]) => {
    return [change, explainerOf(site)(asked).subStatus ?? 'admitted']
  }))
}

t.test('an authority that is none of the anchors', async (t) => {
  t.same(changes(bob.pem, {}, [other.pem]), {
    'with CN=Other among the trustAnchors': 'admitted', 'with certTrustOverride IS_UNTRUSTED_ROOT (0x20), a last resort': 'admitted'
  })
  t.match(changes(bob.pem, { trustAnchors: [root.pem] }, [other.pem]), { 'with CN=Other among the trustAnchors': 'admitted' })
})

t.test('what is no authority is not to be an anchor', async (t) => {
  t.same(Object.keys(changes(alone.pem)), ['with certTrustOverride IS_UNTRUSTED_ROOT (0x20), a last resort'])
  t.same(Object.keys(changes(bob.pem)), ['with certTrustOverride IS_PARTIAL_CHAIN (0x10000), a last resort'])
  t.same(Object.values(changes(Buffer.from('30820000', 'hex'))), ['403.16'])
})

t.test('a revocation that nobody knows', async (t) => {
  t.match(changes(alice.pem, { revocation: 'chain' }), { "with revocation 'none', which admits revoked certificates": 'admitted' })
  t.match(changes(alice.pem, { revocationSources: { hosts: ['crl.example.org'] } }), {
    "with revocation 'none', which admits revoked certificates": 'admitted'
  })
})

t.test('a weak signature, and distrust', async (t) => {
  t.match(changes(weak.pem), { "with strength 'windows'": 'admitted', "with strength 'any'": 'admitted' })
  t.match(changes(alice.pem, { distrusted: alice.pem }), { 'without distrusted': 'admitted' })
})

t.test('what is forgiven already stays so', async (t) => {
  t.match(Object.keys(changes(alone.pem, { certTrustOverride: 1 })), ['with certTrustOverride IS_UNTRUSTED_ROOT (0x21), a last resort'])
})
