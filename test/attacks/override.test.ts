import t from 'tap'
import { CertTrust } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { everyProtocol } from '../support/every-protocol.js'
import { explainSite } from '../support/explain-site.js'
import { createAuthority, Extension } from '../support/pki.js'
import type { Authority, CertificateOptions } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// All pairs of bits, by hand: test/access/decide.test.ts. Here come those that real certificates can have.

// A week in which all certificates here are valid, as long as nothing else is said.
const valid = { notBefore: new Date('2026-03-02T00:00:00Z'), notAfter: new Date('2026-03-08T23:59:59Z') }
const time = new Date('2026-03-05T12:00:00Z')

const root = await createAuthority({ commonName: 'Root', ...valid })
const stranger = await createAuthority({ commonName: 'Stranger', ...valid })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const noAuthority = await root.crossSign(issuer, { basicConstraints: null })

/** What is done to a good certificate under good rules, and the bits that it must get for it. */
interface Fault {
  bits: number
  leaf?: CertificateOptions
  issuer?: Authority
  forge?: true
  site?: Partial<SiteOptions>
}

const unknownExtension = new Extension('1.2.3.4', true, Buffer.of(5, 0))
const malformedExtension = new Extension('2.5.29.17', false, Buffer.of(0x30, 0))

const faults: Record<string, Fault> = {
  'an expired leaf': { bits: CertTrust.IS_NOT_TIME_VALID, leaf: { notAfter: new Date('2026-03-05T11:59:59Z') } },
  'a forged signature': { bits: CertTrust.IS_NOT_SIGNATURE_VALID, forge: true },
  'a leaf for servers': { bits: CertTrust.IS_NOT_VALID_FOR_USAGE, leaf: { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] } },
  'an untrusted root': {
    bits: CertTrust.IS_UNTRUSTED_ROOT, site: { trustAnchors: stranger.der, intermediates: root.der }
  },
  'no root': { bits: CertTrust.IS_PARTIAL_CHAIN, site: { trustAnchors: stranger.der } },
  'no revocation list': {
    bits: CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION, site: { revocation: 'endCertificate' }
  },
  'a malformed extension': { bits: CertTrust.INVALID_EXTENSION, leaf: { extensions: [malformedExtension] } },
  'an unknown critical extension': {
    bits: CertTrust.INVALID_EXTENSION | CertTrust.HAS_NOT_SUPPORTED_CRITICAL_EXT,
    leaf: { extensions: [unknownExtension] }
  },
  'an issuer that is no CA': { bits: CertTrust.INVALID_BASIC_CONSTRAINTS, issuer: noAuthority },
  'a signature with SHA-1': { bits: CertTrust.HAS_WEAK_SIGNATURE, leaf: { hash: 'SHA-1' } }
}

/** Faults that one chain can have: they do not need the same option, for different values. */
function areCompatible (one: Fault, other: Fault): boolean {
  return (['leaf', 'site'] as const).every((part) =>
    Object.keys(one[part] ?? {}).every((name) => !Object.hasOwn(other[part] ?? {}, name)))
}

/** The request of a certificate with some faults, to a site that forgives some bits. */
async function prepare (...list: Fault[]) {
  const { issuer: signer = issuer } = list.find(({ issuer }) => issuer !== undefined) ?? {}
  const leaf = await signer.issue({ commonName: 'Alice', ...Object.assign({}, ...list.map(({ leaf }) => leaf)) })
  const certificate = Buffer.from(leaf.der)
  if (list.some(({ forge }) => forge)) certificate[certificate.length - 1]! ^= 1
  const site: SiteOptions = {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
    users: { Alice: { issuerCN: 'Issuer' } },
    trustAnchors: root.der,
    clock: () => time,
    ...Object.assign({}, ...list.map(({ site }) => site))
  }
  return (certTrustOverride: number) =>
    explainSite({ ...site, certTrustOverride })({ path: '/secure', certificate, chain: [signer.der] })
}

const names = Object.keys(faults)
const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const))
  .filter(([one, other]) => areCompatible(faults[one]!, faults[other]!))

t.test('S36: each fault is forgiven by its own bits, and by no others', async (t) => {
  for (const [what, fault] of Object.entries(faults)) {
    const decide = await prepare(fault)
    t.equal(decide(0).chain?.errorStatus, fault.bits, what)
    t.equal(decide(0).admitted, false, `${what}, nothing forgiven`)
    t.equal(decide(fault.bits).pseudoUser?.name, 'Alice', `${what}, forgiven`)
    t.equal(decide(CertTrust.ALL & ~fault.bits).admitted, false, `${what}, all else forgiven`)
    const lowest = fault.bits & -fault.bits
    t.equal(decide(CertTrust.ALL & ~lowest).admitted, false, `${what}, all but one bit forgiven`)
  }
})

t.test('S36: of two faults, forgiving one does not hide the other', async (t) => {
  for (const [one, other] of pairs) {
    const [first, second] = [faults[one]!, faults[other]!]
    const decide = await prepare(first, second)
    const bits = first.bits | second.bits
    t.equal(decide(0).chain?.errorStatus, bits, `${one} and ${other}`)
    for (const forgiven of [0, first.bits, second.bits]) {
      const admitted = (bits & ~forgiven) === 0
      t.equal(decide(forgiven).admitted, admitted, `${one} and ${other}: ${CertTrust.namesOf(forgiven)} forgiven`)
    }
    t.equal(decide(bits).admitted, true, `${one} and ${other}, both forgiven`)
  }
  t.ok(pairs.length > 30, `${pairs.length} pairs`)
})

// A revoked one needs CRLs, which are not evaluated yet; test/access/decide.test.ts has IS_REVOKED by hand.
t.test('S36: time alone is told apart from time and more', async (t) => {
  const expired = faults['an expired leaf']!
  t.equal((await prepare(expired))(0).subStatus, '403.17')
  for (const [what, fault] of Object.entries(faults)) {
    if (!areCompatible(expired, fault)) continue
    const decide = await prepare(expired, fault)
    t.equal(decide(0).subStatus, '403.16', what)
    t.equal(decide(fault.bits).subStatus, '403.17', `${what}, forgiven`)
  }
})

everyProtocol('S36: the override of the seed, 0x00010020, forgives an unknown root and nothing else', async (t, protocol) => {
  const leaf = (options: CertificateOptions) => issuer.issue({ commonName: 'Alice', ...options })
  for (const [certTrustOverride, identity, answer] of [
    [0x10020, await leaf({}), 'Alice'],
    [0, await leaf({}), '403.16'],
    [0x10020, await leaf(faults['an expired leaf']!.leaf!), '403.17'],
    [0x10020, await leaf(faults['a leaf for servers']!.leaf!), '403.16'],
    [0x10021, await leaf(faults['an expired leaf']!.leaf!), 'Alice']
  ] as const) {
    const { port } = await startSite(t, {
      virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
      users: { Alice: { issuerCN: 'Issuer' } },
      trustAnchors: stranger.der,
      certTrustOverride,
      clock: () => time
    }, { http2: true })
    const first = await visit({ port, identity, ...protocol }, [{ path: '/secure' }, { path: '/secure' }])
    const second = await visit({ port, identity, ...protocol }, [{ path: '/secure' }], first.session)
    const answers = [first, second].flatMap(({ responses }) =>
      responses.map(({ json }) => json['subStatus'] ?? json['user']))
    t.same(answers, [answer, answer, answer])
  }
})
