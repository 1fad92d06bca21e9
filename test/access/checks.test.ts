import t from 'tap'
import { certificate } from '../../lib/access/certificate-check.js'
import { access, host, mapping, permissions, transport, trust } from '../../lib/access/checks.js'
import type { Check, Facts, Finding } from '../../lib/access/decide.js'
import type { MappedUser } from '../../lib/access/decision.js'
import { createSite } from '../../lib/site/options.js'
import type { VirtualRootOptions } from '../../lib/site/virtual-roots.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { createGuardedSite } from '../support/guarded-site.js'

// Which combinations are refused is a table of test/access/decide.test.ts; here is what a check says of itself.
const { site: options, alice, impostor } = await createGuardedSite()
const engine = new CertificateChainEngine({ trustAnchors: options.trustAnchors! })
const chain = engine.getCertificateChain(alice.der)
const user: MappedUser = { name: 'Alice', groups: [], isAdministrator: false }

function find (
  check: Check, root: VirtualRootOptions, facts: Partial<Facts> = {}, who: MappedUser | null = null
): Finding {
  const more = { certificateHost: 'a.test', certTrustOverride: 0x10040 }
  const site = createSite({ ...options, ...more, virtualRoots: { '/root': root } })
  const [virtualRoot] = site.virtualRoots
  return check(site, virtualRoot!, {
    method: 'GET', target: '/root', connection: { encrypted: true, cipherBits: 256, serverName: 'a.test', asked: null, host: 'a.test', port: null, acquisition: null }, chain: null, mapUserAnswer: null, awaitsRevocation: false, ...facts
  }, who)
}

const asks = { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' } as const
const cases: Array<[what: string, finding: Finding, expected: object]> = [
  ['transport: the cipher', find(transport, { permissions: ['READ', 'SSL128'] }), { inputs: { encrypted: true, cipherBits: 256 }, reason: 'the cipher has 256 bits' }],
  ['transport: TLS', find(transport, {}), { inputs: { encrypted: true }, reason: 'SSL' }],
  ['host', find(host, asks), { inputs: { certificateHost: 'a.test', serverName: 'a.test', asked: null, host: 'a.test' } }],
  ['host: skipped', find(host, {}), { skipped: true }],
  ['certificate', find(certificate, asks, { chain }), { inputs: { present: true } }],
  ['certificate: skipped', find(certificate, {}), { skipped: true }],
  ['trust: valid', find(trust, asks, { chain }), { inputs: { errorStatus: 0, certTrustOverride: 0x10040 }, reason: 'the chain is valid' }],
  ['trust: bits by name', find(trust, asks, { chain: engine.getCertificateChain(impostor.der) }), { code: 'FST_CE_CERT_UNTRUSTED', reason: 'IS_UNTRUSTED_ROOT' }],
  ['trust: forgiven', find(trust, asks, { chain: { ...chain, errorStatus: 0x10000 } }), { reason: 'CertTrustOverride forgives IS_PARTIAL_CHAIN' }],
  ['trust: forgiven, after asking', find(trust, asks, { chain: { ...chain, errorStatus: 0x40 } }), { reason: 'CertTrustOverride forgives REVOCATION_STATUS_UNKNOWN' }],
  ['trust: not before asking', find(trust, asks, { chain: { ...chain, errorStatus: 0x40 }, awaitsRevocation: true }), { code: 'FST_CE_CERT_UNTRUSTED', reason: 'whether it is revoked is still to be asked' }],
  ['trust: nothing to ask', find(trust, asks, { chain, awaitsRevocation: true }), { reason: 'the chain is valid' }],
  ['trust: skipped', find(trust, asks), { skipped: true }],
  ['mapping', find(mapping, asks, { chain }), { inputs: { issuerCN: 'CompanyIssuer' }, user, reason: 'the certificate maps to Alice' }],
  ['mapping: skipped', find(mapping, { permissions: ['READ', 'REQUIRE_CERT'] }, { chain }), { skipped: true, reason: 'MAP_CERT is not set' }],
  ['access', find(access, asks, {}, user), { inputs: { authentication: 1, userList: 'Alice', user: 'Alice' } }],
  ['access: denied by name', find(access, { ...asks, userList: '-Alice' }, {}, user), { code: 'FST_CE_MAPPER_DENIED', reason: /the UserList denies Alice: -Alice/ }],
  ['permissions', find(permissions, { permissions: ['WRITE'] }), { inputs: { method: 'GET' }, code: 'FST_CE_READ_DENIED', reason: 'READ is not set, GET reads' }]
]

for (const [what, finding, expected] of cases) {
  t.test(what, async (t) => { t.match(finding, expected) })
}
