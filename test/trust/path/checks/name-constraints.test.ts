import t from 'tap'
import type { ChainBudget } from '../../../../lib/trust/path/budget.js'
import type { CertificateChain } from '../../../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../../../lib/trust/engine.js'
import { CertTrust, CertTrustInfo } from '../../../../lib/trust/status.js'
import { element, text } from '../../../support/der.js'
import { nameConstraints, type Subtree } from '../../../support/name-constraints.js'
import { createAuthority, Extension, type Authority, type CertificateOptions, type Identity } from '../../../support/pki.js'

const NOT_PERMITTED = 'HAS_NOT_PERMITTED_NAME_CONSTRAINT'
const EXCLUDED = 'HAS_EXCLUDED_NAME_CONSTRAINT'
const VALID = 'HAS_VALID_NAME_CONSTRAINTS'

const valid = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T23:59:59Z') }
const time = new Date('2026-06-01T12:00:00Z')
const dns = (value: string): Buffer => text(0x82, value)

function constraining (
  lists: { permitted?: readonly Subtree[], excluded?: readonly Subtree[] },
  critical = true
): Pick<CertificateOptions, 'extensions'> {
  return { extensions: [new Extension('2.5.29.30', critical, nameConstraints(lists))] }
}

const root = await createAuthority({ commonName: 'Root', ...valid })
const toOrg = constraining({ permitted: [dns('example.org')] })
const org = await root.issueAuthority({ commonName: 'Org', ...toOrg })

function chainOf (
  leaf: Identity,
  anchor: Authority = root,
  budget: Partial<ChainBudget> = {}
): CertificateChain {
  const engine = new CertificateChainEngine({ trustAnchors: anchor.pem, budget })
  const additionalCertificates = leaf.intermediatesPem.split(/(?<=-----END CERTIFICATE-----\n)/).filter(Boolean)
  return engine.getCertificateChain(leaf.der, { time, additionalCertificates })
}

function bitsOf ({ elements }: CertificateChain): string[][] {
  return elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus))
}

function infoOf ({ infoStatus, elements }: CertificateChain): boolean[] {
  return [infoStatus, ...elements.map((element) => element.infoStatus)]
    .map((bits) => CertTrustInfo.namesOf(bits).includes(VALID))
}

t.test('a name within the constraints is trusted, and that there were any is told', async (t) => {
  const chain = chainOf(await org.issue({ commonName: 'Leaf', hosts: ['host.example.org'] }))
  t.equal(chain.errorStatus, 0)
  t.strictSame(infoOf(chain), [true, false, true, false])
})

t.test('a name outside of them is told on the authority that has them', async (t) => {
  const chain = chainOf(await org.issue({ commonName: 'Leaf', hosts: ['host.example.org', 'example.com'] }))
  t.strictSame(bitsOf(chain), [[], [NOT_PERMITTED], []])
  t.strictSame(infoOf(chain), [false, false, false, false])
})

t.test('where nobody constrains, nothing is told', async (t) => {
  const chain = chainOf(await root.issue({ commonName: 'Leaf', hosts: ['example.com'] }))
  t.equal(chain.errorStatus, 0)
  t.strictSame(infoOf(chain), [false, false, false])
})

t.test('each authority is judged on its own: all have to permit, one can exclude', async (t) => {
  const host = await org.issueAuthority({ commonName: 'Host', ...constraining({ permitted: [dns('a.example.org')] }) })
  const free = await host.issueAuthority({ commonName: 'Free', ...constraining({ excluded: [dns('b.a.example.org')] }) })
  const issue = (host: string): Promise<Identity> => free.issue({ commonName: 'Leaf', hosts: [host] })
  const good = chainOf(await issue('c.a.example.org'))
  t.equal(good.errorStatus, 0)
  t.strictSame(infoOf(good), [true, false, true, true, true, false])
  const bad = chainOf(await issue('b.a.example.org'))
  t.strictSame(bitsOf(bad), [[], [EXCLUDED], [], [], []])
  t.strictSame(infoOf(bad), [false, false, false, true, true, false], 'the others are kept to')
  t.strictSame(bitsOf(chainOf(await issue('c.example.org'))), [[], [], [NOT_PERMITTED], [], []])
  t.strictSame(bitsOf(chainOf(await issue('example.com'))), [[], [], [NOT_PERMITTED], [NOT_PERMITTED], []])
})

t.test('an authority below is judged as well', async (t) => {
  const sub = await org.issueAuthority({ commonName: 'Sub', hosts: ['example.com'] })
  t.strictSame(bitsOf(chainOf(await sub.issue({ commonName: 'Leaf' }))), [[], [], [NOT_PERMITTED], []])
})

t.test('an anchor constrains too', async (t) => {
  const anchor = await createAuthority({ commonName: 'Root', ...valid, ...toOrg })
  t.strictSame(bitsOf(chainOf(await anchor.issue({ commonName: 'Leaf', hosts: ['example.com'] }), anchor)), [
    [], [NOT_PERMITTED]
  ])
})

t.test('also constraints that are not critical hold', async (t) => {
  const authority = await root.issueAuthority({
    commonName: 'Mild', ...constraining({ permitted: [dns('example.org')] }, false)
  })
  t.strictSame(bitsOf(chainOf(await authority.issue({ commonName: 'Leaf', hosts: ['example.com'] }))), [
    [], [NOT_PERMITTED], []
  ])
})

t.test('a self-issued certificate is exempt, unless it is the leaf', async (t) => {
  const directoryName = element(0xa4, Buffer.from(org.certificate.subjectName.toArrayBuffer()))
  const strict = await root.issueAuthority({ commonName: 'Org', ...constraining({ excluded: [directoryName] }) })
  const selfIssued = await strict.issueAuthority({ commonName: 'Org' })
  t.equal(chainOf(await selfIssued.issue({ commonName: 'Leaf' })).errorStatus, 0)
  t.strictSame(bitsOf(chainOf(await strict.issue({ commonName: 'Org' }))), [[], [EXCLUDED], []])
})

t.test('a path without the constraint that is offended is the better one', async (t) => {
  const free = await root.issueAuthority({ commonName: 'Free' })
  const sub = await org.issueAuthority({ commonName: 'Sub' })
  const cross = await free.crossSign(sub)
  const leaf = await sub.issue({ commonName: 'Leaf', hosts: ['example.com'] })
  const intermediates = [sub, org, cross, free].map(({ pem }) => pem)
  const engine = new CertificateChainEngine({ trustAnchors: root.pem, intermediates })
  t.equal(engine.getCertificateChain(leaf.der, { time }).errorStatus, 0)
  t.equal(chainOf(leaf).errorStatus, CertTrust.HAS_NOT_PERMITTED_NAME_CONSTRAINT, 'the other path')
})

t.test('a leaf\'s own constraints judge nobody', async (t) => {
  const chain = chainOf(await root.issue({ commonName: 'Leaf', ...constraining({ permitted: [dns('*')] }) }))
  t.equal(chain.errorStatus, 0)
  t.strictSame(infoOf(chain), [false, false, false])
})

t.test('a malformed extension has its bits, and is not called valid', async (t) => {
  const broken = await root.issueAuthority({
    commonName: 'Broken', extensions: [new Extension('2.5.29.30', true, Buffer.of(0x30, 0))]
  })
  const chain = chainOf(await broken.issue({ commonName: 'Leaf' }))
  t.strictSame(bitsOf(chain), [[], ['INVALID_EXTENSION', 'INVALID_NAME_CONSTRAINTS'], []])
  t.strictSame(infoOf(chain), [false, false, false, false])
})

t.test('an end of the budget is told, and trusts nobody', async (t) => {
  const leaf = await org.issue({ commonName: 'Leaf', hosts: ['a.example.org', 'b.example.org'] })
  t.equal(chainOf(leaf, root, { nameConstraintComparisons: 14 }).budgetExceeded, null)
  const chain = chainOf(leaf, root, { nameConstraintComparisons: 13 })
  t.equal(chain.budgetExceeded, 'nameConstraintComparisons')
  t.strictSame(CertTrust.namesOf(chain.errorStatus), [NOT_PERMITTED, 'IS_PARTIAL_CHAIN'])
})

t.test('names by the thousands end with the budget, in little time', async (t) => {
  const hosts = Array.from({ length: 3_000 }, (_, index) => `${index.toString(16)}::`)
  const subtrees = hosts.map((_, index) => element(0x87, Buffer.alloc(16, index), Buffer.alloc(16, 0xff)))
  const addresses = await root.issueAuthority({ commonName: 'Addresses', ...constraining({ permitted: subtrees }) })
  const chain = chainOf(await addresses.issue({ commonName: 'Leaf', hosts }), root, { certificateSize: 1 << 20 })
  t.equal(chain.budgetExceeded, 'nameConstraintComparisons')
  t.ok(chain.errorStatus & CertTrust.IS_PARTIAL_CHAIN)
})

// Facts of Windows: `windows-revocation-and-policy-facts.json`, chainScenarios
for (const [id, lists, host, bits] of [
  ['ncPermittedDns', { permitted: [dns('.example.com')] }, 'microsoft.com', [NOT_PERMITTED]],
  ['ncExcludedDns', { excluded: [dns('.example.com')] }, 'www.example.com', [EXCLUDED]],
  [
    'ncMinimum', { permitted: [[dns('example.com'), element(0x80, '09')]] }, 'example.com',
    ['HAS_NOT_SUPPORTED_NAME_CONSTRAINT']
  ]
] as const) {
  t.test(`as observed on Windows: ${id}`, async (t) => {
    const authority = await root.issueAuthority({ commonName: 'Authority', ...constraining(lists) })
    const chain = chainOf(await authority.issue({ commonName: 'Leaf', hosts: [host] }))
    t.strictSame(CertTrust.namesOf(chain.errorStatus), bits)
  })
}

t.test('a departure from Windows, which skips nonsense: ncNonsenseRfc822', async (t) => {
  const nonsense = text(0x81, '///')
  const authority = await root.issueAuthority({ commonName: 'Authority', ...constraining({ permitted: [nonsense] }) })
  const subjectAltName = new Extension('2.5.29.17', false, Buffer.concat([Buffer.of(0x30, nonsense.length), nonsense]))
  const chain = chainOf(await authority.issue({ commonName: 'Leaf', extensions: [subjectAltName] }))
  t.strictSame(CertTrust.namesOf(chain.errorStatus), ['INVALID_NAME_CONSTRAINTS', NOT_PERMITTED])
})
