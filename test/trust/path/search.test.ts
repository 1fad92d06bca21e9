import t from 'tap'
import { CertificateChainEngine } from '../../../lib/trust/engine.js'
import type { EngineOptions } from '../../../lib/trust/engine-options.js'
import type { CertificateChain } from '../../../lib/trust/chain.js'
import { CertTrust } from '../../../lib/trust/status.js'
import { createAuthority, generateKeys, type Authority } from '../../support/pki.js'
import { certificatePolicies, policyConstraints, policyMappings } from '../../support/policy-extensions.js'

const notBefore = new Date('2026-01-01T00:00:00Z')
const notAfter = new Date('2026-12-31T23:59:59Z')
const time = new Date('2026-06-01T12:00:00Z')
const valid = { notBefore, notAfter }

const root = await createAuthority({ commonName: 'Root', ...valid })

function chainTo (
  leaf: { der: Buffer },
  certificates: ReadonlyArray<{ der: Buffer }>,
  { time: at = time, ...options }: Partial<EngineOptions> & { time?: Date } = {}
): CertificateChain {
  return new CertificateChainEngine({ trustAnchors: root.der, ...options })
    .getCertificateChain(leaf.der, { time: at, additionalCertificates: certificates.map(({ der }) => der) })
}

function names ({ elements }: CertificateChain): Array<string | null> {
  return elements.map(({ certificate }) => certificate.subject.commonName)
}

function bits ({ errorStatus }: CertificateChain): string[] {
  return CertTrust.namesOf(errorStatus)
}

/** Two authorities that certify one another, and nobody else certifies them. */
async function loop (): Promise<{ a: Authority, b: Authority }> {
  const a = await createAuthority({ commonName: 'A', ...valid })
  const b = await createAuthority({ commonName: 'B', ...valid })
  return { a: await b.crossSign(a), b: await a.crossSign(b) }
}

t.test('a path that meets itself is cyclic, and the bit is on the certificate that was met', async (t) => {
  const { a, b } = await loop()
  const leaf = await a.issue({ commonName: 'Leaf' })
  const chain = chainTo(leaf, [a, b])
  t.same(names(chain), ['Leaf', 'A', 'B'])
  t.same(bits(chain), ['IS_CYCLIC', 'IS_PARTIAL_CHAIN'])
  t.same(chain.elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus)), [[], ['IS_CYCLIC'], []])
})

t.test('a loop that has a way out is left by it', async (t) => {
  const { a, b } = await loop()
  const wayOut = await root.crossSign(b)
  const leaf = await a.issue({ commonName: 'Leaf' })
  const chain = chainTo(leaf, [a, b, wayOut])
  t.same(bits(chain), [])
  t.same(names(chain), ['Leaf', 'A', 'B', 'Root'])
})

t.test('a loop around the leaf itself is left by a cross-certificate of the leaf\'s own key', async (t) => {
  const { a, b } = await loop()
  const cross = await root.crossSign(a)
  t.same(names(chainTo(a, [b, cross], { strength: 'any' })), ['A', 'B', 'A', 'Root'])
})

t.test('an issuer that expired is passed over for its fresh certificate, whatever the order', async (t) => {
  const keys = await generateKeys('P-256')
  const expired = await root.issueAuthority({
    commonName: 'Issuer', keys, notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2025-12-31T00:00:00Z')
  })
  const fresh = await root.issueAuthority({ commonName: 'Issuer', keys })
  const leaf = await fresh.issue({ commonName: 'Leaf' })
  for (const certificates of [[expired, fresh], [fresh, expired]]) t.same(bits(chainTo(leaf, certificates)), [])
  const rest = await fresh.issue({ commonName: 'Leaf', ...valid })
  t.same(bits(chainTo(rest, [expired])), ['IS_NOT_TIME_VALID'])
})

t.test('an authorityKeyIdentifier that does not fit excludes no issuer', async (t) => {
  const keys = await generateKeys('P-256')
  const other = await root.issueAuthority({ commonName: 'Issuer' })
  const issuer = await root.issueAuthority({ commonName: 'Issuer', keys, keyIdentifiers: false })
  const leaf = await issuer.issue({ commonName: 'Leaf' })
  t.same(bits(chainTo(leaf, [other, issuer])), [])
})

t.test('a bridge between authorities is crossed, and its dead ends are left', async (t) => {
  const bridge = await createAuthority({ commonName: 'Bridge', ...valid })
  const others = await Promise.all(['P', 'Q', 'R'].map((commonName) => createAuthority({ commonName, ...valid })))
  const into = await Promise.all(others.map((other) => bridge.crossSign(other)))
  const outOf = await Promise.all(others.map((other) => other.crossSign(bridge)))
  const home = await root.crossSign(bridge)
  const leaf = await others[0]!.issue({ commonName: 'Leaf' })
  const chain = chainTo(leaf, [...outOf, ...into, ...others, bridge, home])
  t.same(bits(chain), [])
  t.same(names(chain), ['Leaf', 'P', 'Bridge', 'Root'])
})

t.test('among a thousand intermediates of one name the right one is found by its key identifier', async (t) => {
  const wrong = await Promise.all(Array.from({ length: 8 }, () => stranger('Issuer')))
  const issuer = await root.issueAuthority({ commonName: 'Issuer' })
  const leaf = await issuer.issue({ commonName: 'Leaf' })
  const crowd = Array.from({ length: 999 }, (_, index) => Buffer.from(wrong[index % 8]!.der))
  const chain = new CertificateChainEngine({ trustAnchors: root.der, intermediates: [...crowd, issuer.der] })
    .getCertificateChain(leaf.der, { time })
  t.same(bits(chain), [])
  t.equal(chain.signatureChecks, 3)
})

async function stranger (commonName: string): Promise<Authority> {
  return createAuthority({ commonName, ...valid, keyIdentifiers: false })
}

/** Leaf and the intermediates above it, from the lowest. */
async function chainOfLength (intermediates: number) {
  const authorities: Authority[] = []
  for (let index = 0; index < intermediates; index++) {
    authorities.unshift(await (authorities[0] ?? root).issueAuthority({ commonName: `CA ${index}` }))
  }
  return { leaf: await (authorities[0] ?? root).issue({ commonName: 'Leaf' }), authorities }
}

t.test('sixteen certificates are a chain, seventeen are too many', async (t) => {
  const { leaf, authorities } = await chainOfLength(15)
  const chain = chainTo(leaf, authorities)
  t.same(bits(chain), ['IS_PARTIAL_CHAIN'])
  t.equal(chain.budgetExceeded, 'depth')
  t.equal(chain.elements.length, 16)
  t.same(bits(chainTo(authorities[0]!, authorities.slice(1), { strength: 'any' })), ['IS_NOT_VALID_FOR_USAGE'])
  t.same(names(chainTo(authorities[0]!, authorities.slice(1))).length, 16)
})

t.test('the signature checks end the search, and the chain says so', async (t) => {
  const wrong = await Promise.all(Array.from({ length: 5 }, () => stranger('Issuer')))
  const issuer = await root.issueAuthority({ commonName: 'Issuer', keyIdentifiers: false })
  const leaf = await issuer.issue({ commonName: 'Leaf', keyIdentifiers: false })
  const chain = chainTo(leaf, wrong, { budget: { signatureChecks: 3 } })
  t.equal(chain.budgetExceeded, 'signatureChecks')
  t.equal(chain.signatureChecks, 3)
  t.ok(chain.errorStatus & CertTrust.IS_PARTIAL_CHAIN)
  t.equal(chainTo(leaf, [...wrong, issuer], { budget: { signatureChecks: 3 } }).errorStatus, 0,
    'what leads to an anchor by name goes first')
})

t.test('what is remembered counts in the budget: the answer does not depend on earlier ones', async (t) => {
  const wrong = await Promise.all(Array.from({ length: 5 }, () => stranger('Issuer')))
  const leaf = await (await stranger('Issuer')).issue({ commonName: 'Leaf', keyIdentifiers: false })
  const engine = new CertificateChainEngine({
    trustAnchors: root.der, intermediates: wrong.map(({ der }) => der), budget: { signatureChecks: 3 }
  })
  const first = engine.getCertificateChain(leaf.der, { time })
  const second = engine.getCertificateChain(leaf.der, { time, usage: null })
  t.equal(first.signatureChecks, 3)
  t.equal(second.signatureChecks, 0)
  t.same([second.errorStatus, second.budgetExceeded], [first.errorStatus, first.budgetExceeded])
})

t.test('the issuers that are tried end the search', async (t) => {
  const wrong = await Promise.all(Array.from({ length: 3 }, () => stranger('Issuer')))
  const leaf = await (await stranger('Issuer')).issue({ commonName: 'Leaf', keyIdentifiers: false })
  for (const candidates of [2, 4]) {
    const chain = chainTo(leaf, wrong, { budget: { candidates } })
    t.equal(chain.budgetExceeded, 'candidates')
    t.ok(chain.errorStatus & CertTrust.IS_PARTIAL_CHAIN)
  }
})

t.test('a self-signed end whose signature is wrong loses against an anchor of that name', async (t) => {
  const issuer = await createAuthority({ commonName: 'Issuer', ...valid })
  const forged = Buffer.from(issuer.der)
  forged[forged.length - 1]! ^= 1
  const leaf = await issuer.issue({ commonName: 'Leaf' })
  const twin = await createAuthority({ commonName: 'Issuer', ...valid })
  const untrusted = chainTo(leaf, [{ der: forged }])
  t.same(bits(untrusted), ['IS_NOT_SIGNATURE_VALID', 'IS_UNTRUSTED_ROOT'])
  const chain = chainTo(leaf, [{ der: forged }], { trustAnchors: twin.der })
  t.ok(chain.errorStatus & CertTrust.IS_NOT_SIGNATURE_VALID)
  t.notOk(chain.errorStatus & CertTrust.IS_UNTRUSTED_ROOT)
})

t.test('a self-signed certificate that an anchor of the same name and key renews is accepted below it', async (t) => {
  const keys = await generateKeys('P-256')
  const older = await createAuthority({ commonName: 'Renewed', keys, ...valid })
  const renewed = await createAuthority({ commonName: 'Renewed', keys, ...valid })
  const chain = chainTo(older, [], { trustAnchors: renewed.der })
  t.same(bits(chain), ['IS_NOT_VALID_FOR_USAGE'], 'a CA\'s key is not for clients')
  t.same(names(chain), ['Renewed', 'Renewed'])
})

t.test('a path whose policies fail is left for one whose policies hold, whatever the order', async (t) => {
  const keys = await generateKeys('P-256')
  const of = (...extensions: Parameters<typeof certificatePolicies>): Promise<Authority> =>
    root.issueAuthority({ commonName: 'Issuer', keys, extensions: [certificatePolicies(...extensions)] })
  const [gold, silver, none] = [await of('1.2.3'), await of('1.2.4'), await root.issueAuthority({ commonName: 'Issuer', keys })]
  const leaf = await gold.issue({ commonName: 'Leaf', extensions: [certificatePolicies('1.2.3', '1.2.4')] })
  for (const certificates of [[none, gold, silver], [silver, gold, none], [none, silver, gold]]) {
    const engine = new CertificateChainEngine({ trustAnchors: root.der })
    for (const policy of ['1.2.3', '1.2.4']) {
      const chain = engine.getCertificateChain(leaf.der, {
        time,
        additionalCertificates: certificates.map(({ der }) => der),
        initialPolicySet: [policy],
        requireExplicitPolicy: true
      })
      t.same(bits(chain), [])
      t.same(chain.userConstrainedPolicySet, [policy])
    }
  }
})

t.test('an issuer that asks for a policy is left for its other certificate, which does not', async (t) => {
  const keys = await generateKeys('P-256')
  const strict = await root.issueAuthority({
    commonName: 'Issuer', keys, extensions: [policyConstraints({ requireExplicitPolicy: 0 })]
  })
  const lenient = await root.issueAuthority({ commonName: 'Issuer', keys })
  const leaf = await strict.issue({ commonName: 'Leaf' })
  t.same(bits(chainTo(leaf, [strict])), ['NO_ISSUANCE_CHAIN_POLICY'])
  for (const certificates of [[strict, lenient], [lenient, strict]]) t.same(bits(chainTo(leaf, certificates)), [])
})

/** A leaf under so many CAs that each map 24 policies to all of them: a tree of 24 to the power of their number. */
async function mappedChain (length: number) {
  const policies = Array.from({ length: 24 }, (_, index) => `1.2.3.${index}`)
  const stated = certificatePolicies(...policies)
  const extensions = [stated, policyMappings(...policies.flatMap((a) => policies.map((b) => [a, b] as const)))]
  const authorities: Authority[] = []
  for (let index = 0; index < length; index++) {
    authorities.unshift(await (authorities[0] ?? root).issueAuthority({ commonName: `CA ${index}`, extensions }))
  }
  return { policies, authorities, leaf: await authorities[0]!.issue({ commonName: 'Leaf', extensions: [stated] }) }
}

t.test('policies that all map to all are followed without their exponential tree (CVE-2023-0464)', async (t) => {
  const { policies, authorities, leaf } = await mappedChain(14)
  const chain = chainTo(leaf, authorities)
  t.same(bits(chain), [])
  t.same([...chain.userConstrainedPolicySet].sort(), [...policies].sort())
})

t.test('the nodes of policy graphs end the search, and the chain says so', async (t) => {
  const { authorities, leaf } = await mappedChain(2)
  const other = await authorities[1]!.issueAuthority({
    subject: authorities[0]!.certificate.subjectName, keys: authorities[0]!.keys
  })
  const chain = chainTo(leaf, [...authorities, other], { budget: { policyNodes: 30 } })
  t.equal(chain.budgetExceeded, 'policyNodes')
  t.same(bits(chain), ['INVALID_POLICY_CONSTRAINTS', 'IS_PARTIAL_CHAIN'])
  const alone = chainTo(leaf, authorities, { budget: { policyNodes: 30 } })
  t.equal(alone.budgetExceeded, 'policyNodes')
})
