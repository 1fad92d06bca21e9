import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import t from 'tap'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import type { EngineOptions } from '../../lib/trust/engine-options.js'
import { CertTrust, CertTrustInfo } from '../../lib/trust/status.js'
import { crl, entry, signedCrl } from '../support/crl.js'
import { certificate, integer, sequence } from '../support/der.js'
import { certificateId, signedOcsp, single } from '../support/ocsp.js'
import { createAuthority, createSelfSigned, Extension, KeyUsageFlags } from '../support/pki.js'
import { ANY_POLICY, certificatePolicies, policyMappings } from '../support/policy-extensions.js'
import { authority as crlAuthority, leaf as crlLeaf, root as crlRoot } from '../support/revocation-chain.js'

const notBefore = new Date('2026-01-01T00:00:00Z')
const notAfter = new Date('2026-12-31T23:59:59Z')
const time = new Date('2026-06-01T12:00:00Z')
const valid = { notBefore, notAfter }

const root = await createAuthority({ commonName: 'Root', ...valid })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice' })
const stranger = await createAuthority({ commonName: 'Stranger', ...valid })
const mallory = await stranger.issue({ commonName: 'Mallory' })

function engineWith (options: Partial<EngineOptions> = {}): CertificateChainEngine {
  return new CertificateChainEngine({ trustAnchors: root.der, ...options })
}

/** DER with one bit of the signature flipped. */
function forged (der: Buffer): Buffer {
  const copy = Buffer.from(der)
  copy[copy.length - 1]! ^= 1
  return copy
}

t.test('a leaf under an anchor is trusted, in whatever form it comes', async (t) => {
  const engine = engineWith({ intermediates: issuer.pem })
  for (const leaf of [alice.der, alice.pem, alice.certificate, new X509Certificate(alice.der)]) {
    const chain = engine.getCertificateChain(leaf, { time })
    t.equal(chain.errorStatus, 0)
    t.same(CertTrustInfo.namesOf(chain.infoStatus), ['HAS_PREFERRED_ISSUER'])
    t.equal(chain.budgetExceeded, null)
    t.same(chain.userConstrainedPolicySet, [])
    t.same(chain.elements.map(({ certificate }) => certificate.subject.commonName), ['Alice', 'Issuer', 'Root'])
    t.same(chain.elements.map(({ infoStatus }) => CertTrustInfo.namesOf(infoStatus)), [
      ['HAS_KEY_MATCH_ISSUER', 'HAS_PREFERRED_ISSUER'],
      ['HAS_KEY_MATCH_ISSUER', 'HAS_PREFERRED_ISSUER'],
      ['HAS_NAME_MATCH_ISSUER', 'IS_SELF_SIGNED', 'HAS_PREFERRED_ISSUER']
    ])
  }
})

t.test('the issuer may come from the peer', async (t) => {
  for (const additionalCertificates of [issuer.der, [stranger.der, issuer.der], [issuer.pem, issuer.der, alice.der]]) {
    t.equal(engineWith().getCertificateChain(alice.der, { time, additionalCertificates }).errorStatus, 0)
  }
})

t.test('what can not be read of the peer\'s other certificates is no candidate', async (t) => {
  const additionalCertificates = [Buffer.from('no certificate'), 'no PEM', Buffer.of(0x30, 0x80), issuer.der]
  t.equal(engineWith().getCertificateChain(alice.der, { time, additionalCertificates }).errorStatus, 0)
})

t.test('the time is now by default', async (t) => {
  const today = await createAuthority({ commonName: 'Today' })
  const leaf = await today.issue({ commonName: 'Bob' })
  t.equal(engineWith({ trustAnchors: today.der }).getCertificateChain(leaf.der).errorStatus, 0)
})

for (const [name, leaf] of [
  ['bytes that are no certificate', Buffer.from('30820004deadbeef', 'hex')],
  ['no bytes', Buffer.of()],
  ['a text that is no PEM', 'Alice'],
  ['a certificate with a byte too many', Buffer.concat([alice.der, Buffer.of(0)])]
] as const) {
  t.test(`a leaf of ${name} is a status`, async (t) => {
    const chain = engineWith().getCertificateChain(leaf, { time })
    t.same(CertTrust.namesOf(chain.errorStatus), ['IS_NOT_SIGNATURE_VALID', 'INVALID_EXTENSION', 'IS_PARTIAL_CHAIN'])
    t.same(chain.elements, [])
    t.equal(chain.signatureChecks, 0)
    t.equal(chain.budgetExceeded, null)
  })
}

for (const [name, options, leaf, expected, elements] of [
  ['without its issuer', {}, alice, ['IS_PARTIAL_CHAIN'], 1],
  ['of a stranger whose root nobody sent', {}, mallory, ['IS_PARTIAL_CHAIN'], 1],
  ['of a stranger whose root is known', { intermediates: stranger.der }, mallory, ['IS_UNTRUSTED_ROOT'], 2]
] as const) {
  t.test(`a leaf ${name} has ${expected.join(', ')}`, async (t) => {
    const chain = engineWith(options).getCertificateChain(leaf.der, { time })
    t.same(CertTrust.namesOf(chain.errorStatus), expected)
    t.equal(chain.elements.length, elements)
  })
}

t.test('a self-signed leaf is its own untrusted root, unless it is an anchor', async (t) => {
  const own = await createSelfSigned({ commonName: 'Own', ...valid })
  t.same(CertTrust.namesOf(engineWith().getCertificateChain(own.der, { time }).errorStatus), ['IS_UNTRUSTED_ROOT'])
  const chain = engineWith({ trustAnchors: own.der }).getCertificateChain(own.der, { time })
  t.equal(chain.errorStatus, 0)
  t.equal(chain.elements.length, 1)
  const elsewhere = engineWith({ trustAnchors: own.der }).getCertificateChain(own.der, { time, usage: 'serverAuth' })
  t.same(CertTrust.namesOf(elsewhere.errorStatus), ['IS_NOT_VALID_FOR_USAGE'])
})

t.test('an anchor that is not self-signed ends the chain, whatever is above it', async (t) => {
  const chain = engineWith({ trustAnchors: issuer.der }).getCertificateChain(alice.der, { time })
  t.equal(chain.errorStatus, 0)
  t.equal(chain.elements.length, 2)
})

t.test('a signature that does not verify is on the certificate signed', async (t) => {
  const bits = (leaf: Buffer, ca: Buffer, anchor: Buffer): string[][] =>
    engineWith({ trustAnchors: anchor, intermediates: ca }).getCertificateChain(leaf, { time })
      .elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus))
  t.same(bits(forged(alice.der), issuer.der, root.der), [['IS_NOT_SIGNATURE_VALID'], [], []])
  t.same(bits(alice.der, forged(issuer.der), root.der), [[], ['IS_NOT_SIGNATURE_VALID'], []])
  t.same(bits(alice.der, issuer.der, forged(root.der)), [[], [], ['IS_NOT_SIGNATURE_VALID']])
})

t.test('a root of the same name with another key does not make a chain', async (t) => {
  const twin = await createAuthority({ commonName: 'Issuer', ...valid })
  const chain = engineWith({ trustAnchors: twin.der }).getCertificateChain(alice.der, { time })
  t.same(CertTrust.namesOf(chain.errorStatus), ['IS_NOT_SIGNATURE_VALID'])
})

t.test('distrust is said by certificate or by fingerprint in any spelling, and falls on the certificate', async (t) => {
  const fingerprint = new X509Certificate(issuer.der).fingerprint256
  const plain = fingerprint.replaceAll(':', '').toLowerCase()
  for (const distrusted of [issuer.pem, [issuer.der], fingerprint, [plain], [stranger.certificate, fingerprint]]) {
    const chain = engineWith({ intermediates: issuer.der, distrusted }).getCertificateChain(alice.der, { time })
    t.same(chain.elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus)), [[], ['IS_EXPLICIT_DISTRUST'], []])
  }
})

for (const [usage, extendedKeyUsage, keyUsage, isAllowed] of [
  ['clientAuth', ['1.3.6.1.5.5.7.3.2'], KeyUsageFlags.digitalSignature, true],
  ['clientAuth', ['1.3.6.1.5.5.7.3.1'], KeyUsageFlags.digitalSignature, false],
  ['serverAuth', ['1.3.6.1.5.5.7.3.1'], KeyUsageFlags.keyEncipherment, true],
  ['clientAuth', ['2.5.29.37.0'], KeyUsageFlags.keyAgreement, true],
  ['clientAuth', null, null, true],
  ['clientAuth', null, KeyUsageFlags.keyEncipherment, false],
  ['clientAuth', null, KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign, false],
  ['1.2.3.4', ['1.2.3.4'], null, true],
  ['1.2.3.4', ['1.3.6.1.5.5.7.3.2'], null, false],
  [null, ['1.3.6.1.5.5.7.3.4'], KeyUsageFlags.keyEncipherment, true]
] as const) {
  t.test(`${usage} is ${isAllowed ? 'allowed' : 'refused'} for ${extendedKeyUsage} with keyUsage ${keyUsage}`, async (t) => {
    const leaf = await root.issue({ commonName: 'Used', extendedKeyUsage, keyUsage })
    t.same(
      CertTrust.namesOf(engineWith().getCertificateChain(leaf.der, { time, usage }).errorStatus),
      isAllowed ? [] : ['IS_NOT_VALID_FOR_USAGE'])
  })
}

t.test('the extended key usage of a CA binds those below it', async (t) => {
  const mail = await root.issueAuthority({ commonName: 'Mail', extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'] })
  const leaf = await mail.issue({ commonName: 'Bob' })
  const chain = engineWith({ intermediates: mail.der }).getCertificateChain(leaf.der, { time })
  t.same(chain.elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus)), [[], ['IS_NOT_VALID_FOR_USAGE'], []])
})

t.test('RSA-1024 is weak on the leaf that has the key and on what it signed; the rest of the chain is not', async (t) => {
  const weakRoot = await createAuthority({ commonName: 'Weak', keyAlgorithm: 'RSA-1024', ...valid })
  const leaf = await weakRoot.issue({ commonName: 'Bob' })
  const weakLeaf = await root.issue({ commonName: 'Carol', keyAlgorithm: 'RSA-1024' })
  const engine = engineWith({ trustAnchors: [root.der, weakRoot.der] })
  const bits = (der: Buffer): string[][] => engine.getCertificateChain(der, { time })
    .elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus))
  t.same(bits(leaf.der), [['HAS_WEAK_SIGNATURE'], []])
  t.same(bits(weakLeaf.der), [['HAS_WEAK_SIGNATURE'], []])
  const windows = engineWith({ trustAnchors: weakRoot.der, strength: 'windows' })
  t.equal(windows.getCertificateChain(leaf.der, { time }).errorStatus, 0)
})

t.test('a SHA-1 signature is weak, except the anchor\'s own', async (t) => {
  const old = await createAuthority({ commonName: 'Old', hash: 'SHA-1', ...valid })
  const leaf = await old.issue({ commonName: 'Bob', hash: 'SHA-1' })
  const fresh = await old.issue({ commonName: 'Carol' })
  const engine = engineWith({ trustAnchors: old.der })
  t.same(CertTrust.namesOf(engine.getCertificateChain(leaf.der, { time }).errorStatus), ['HAS_WEAK_SIGNATURE'])
  t.equal(engine.getCertificateChain(fresh.der, { time }).errorStatus, 0)
  const alone = engineWith().getCertificateChain(leaf.der, { time })
  t.same(CertTrust.namesOf(alone.errorStatus), ['IS_PARTIAL_CHAIN', 'HAS_WEAK_SIGNATURE'])
})

t.test('an unknown critical extension is two bits, a non-critical one is none', async (t) => {
  for (const [critical, expected] of [
    [true, ['INVALID_EXTENSION', 'HAS_NOT_SUPPORTED_CRITICAL_EXT']], [false, []]
  ] as const) {
    const leaf = await root.issue({ commonName: 'Bob', extensions: [new Extension('1.2.3.4', critical, Buffer.of(5, 0))] })
    t.same(CertTrust.namesOf(engineWith().getCertificateChain(leaf.der, { time }).errorStatus), expected)
  }
})

t.test('time nesting is looked at only where it is asked for', async (t) => {
  const longer = await root.issue({ commonName: 'Longer', notAfter: new Date('2028-01-01T00:00:00Z') })
  t.equal(engineWith().getCertificateChain(longer.der, { time }).errorStatus, 0)
  const chain = engineWith({ timeNesting: true, intermediates: issuer.der }).getCertificateChain(longer.der, { time })
  t.same(CertTrust.namesOf(chain.errorStatus), ['IS_NOT_TIME_NESTED'])
  const nested = engineWith({ timeNesting: true, intermediates: issuer.der }).getCertificateChain(alice.der, { time })
  t.equal(nested.errorStatus, 0)
  const alone = engineWith({ timeNesting: true }).getCertificateChain(alice.der, { time })
  t.same(CertTrust.namesOf(alone.errorStatus), ['IS_PARTIAL_CHAIN'])
})

const CRL = crl()
const UNKNOWN = ['REVOCATION_STATUS_UNKNOWN', 'IS_OFFLINE_REVOCATION']
for (const [revocation, expected] of [
  ['none', [[], [], []]],
  ['endCertificate', [UNKNOWN, [], []]],
  ['chain', [UNKNOWN, UNKNOWN, []]],
  ['chainExcludeRoot', [UNKNOWN, UNKNOWN, []]]
] as const) {
  t.test(`revocation '${revocation}' without a usable answer is unknown on what it covers`, async (t) => {
    for (const untrusted of [false, true]) {
      const engine = untrusted
        ? engineWith({ trustAnchors: stranger.der, intermediates: [issuer.der, root.der] })
        : engineWith({ intermediates: issuer.der })
      const { elements } = engine.getCertificateChain(alice.der, { time, revocation })
      t.same(elements.map(({ errorStatus }) =>
        CertTrust.namesOf(errorStatus & ~CertTrust.IS_UNTRUSTED_ROOT)), expected)
    }
  })
}

t.test('where CRLs are given, to the engine or the call, the chain but the root is checked by default', async (t) => {
  const chains = [
    engineWith({ intermediates: issuer.der, crls: CRL }).getCertificateChain(alice.der, { time }),
    engineWith({ intermediates: issuer.der }).getCertificateChain(alice.der, { time, crls: [CRL] })
  ]
  for (const { elements } of chains) {
    t.same(elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus)), [UNKNOWN, UNKNOWN, []])
  }
  const without = engineWith({ intermediates: issuer.der, crls: [] }).getCertificateChain(alice.der, { time, crls: [] })
  t.equal(without.errorStatus, 0)
})

t.test('an explicit policy that is required and not there is told of the leaf', async (t) => {
  const { elements, infoStatus } = engineWith().getCertificateChain(
    (await root.issue({ commonName: 'Bob' })).der, { time, requireExplicitPolicy: true, initialPolicySet: ['1.2.3'] })
  t.same(elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus)), [['NO_ISSUANCE_CHAIN_POLICY'], []])
  t.equal(infoStatus & CertTrustInfo.HAS_ISSUANCE_CHAIN_POLICY, 0)
})

t.test('policies are told for each question by itself', async (t) => {
  const policies = certificatePolicies(ANY_POLICY)
  const mapping = policyMappings(['1.2.3', '1.2.4'])
  const mapper = await root.issueAuthority({ commonName: 'Mapper', extensions: [policies, mapping] })
  const leaf = await mapper.issue({ commonName: 'Bob', extensions: [certificatePolicies('1.2.4')] })
  const engine = engineWith({ intermediates: mapper.der })
  const found = (options: Parameters<typeof engine.getCertificateChain>[1]) => {
    const chain = engine.getCertificateChain(leaf.der, { time, ...options })
    const { errorStatus, infoStatus, userConstrainedPolicySet } = chain
    t.equal((infoStatus & CertTrustInfo.HAS_ISSUANCE_CHAIN_POLICY) !== 0, userConstrainedPolicySet.length > 0)
    t.ok(Object.isFrozen(userConstrainedPolicySet))
    return [...userConstrainedPolicySet, ...CertTrust.namesOf(errorStatus)]
  }
  for (let round = 0; round < 2; round++) {
    t.same(found({}), ['1.2.3'])
    t.same(found({ initialPolicySet: ['1.2.4'] }), [])
    t.same(found({ initialPolicySet: ['1.2.4', '1.2.3'] }), ['1.2.3'])
    t.same(found({ initialPolicySet: [] }), [])
    t.same(found({ initialPolicySet: [], requireExplicitPolicy: true }), ['NO_ISSUANCE_CHAIN_POLICY'])
    t.same(found({ inhibitPolicyMapping: true }), ['1.2.4'])
    t.same(found({ inhibitAnyPolicy: true }), [])
    t.same(found({ requireExplicitPolicy: true }), ['1.2.3'])
  }
})

t.test('a certificate beyond 64 KiB is not decoded', async (t) => {
  const huge = await root.issue({
    commonName: 'Huge', extensions: [new Extension('1.2.3.4', false, Buffer.alloc(70_000))]
  })
  const chain = engineWith().getCertificateChain(huge.der, { time })
  t.same(chain.elements, [])
  t.equal(chain.budgetExceeded, 'certificateSize')
  const partial = engineWith().getCertificateChain(alice.der, { time, additionalCertificates: huge.der })
  t.equal(partial.budgetExceeded, 'certificateSize')
  const trusted = engineWith({ intermediates: issuer.der })
    .getCertificateChain(alice.der, { time, additionalCertificates: huge.der })
  t.equal(trusted.errorStatus, 0)
  t.equal(trusted.budgetExceeded, null)
})

t.test('a text that is much too large is not searched for a certificate', async (t) => {
  const text = `${'x'.repeat(300_000)}\n${alice.pem}`
  for (const source of [text, Buffer.from(text)]) {
    const chain = engineWith().getCertificateChain(source, { time })
    t.same(chain.elements, [])
    t.not(chain.errorStatus, 0)
    t.equal(chain.budgetExceeded, 'certificateSize')
    const trusted = engineWith({ intermediates: issuer.der })
      .getCertificateChain(alice.der, { time, additionalCertificates: source })
    t.equal(trusted.errorStatus, 0)
  }
})

t.test('a key that is too long is not used, and the chain says so', async (t) => {
  const rsaRoot = await createAuthority({ commonName: 'Long', keyAlgorithm: 'RSA-2048', ...valid })
  const leaf = await rsaRoot.issue({ commonName: 'Bob' })
  const engine = engineWith({ trustAnchors: rsaRoot.der, budget: { keySize: 2047 } })
  const chain = engine.getCertificateChain(leaf.der, { time })
  t.same(CertTrust.namesOf(chain.errorStatus), ['IS_NOT_SIGNATURE_VALID', 'IS_PARTIAL_CHAIN'])
  t.equal(chain.budgetExceeded, 'keySize')
})

t.test('a key of a kind that nobody knows is a status', async (t) => {
  const chain = engineWith().getCertificateChain(certificate({
    subjectPublicKeyInfo: sequence(sequence(Buffer.from('06032a0304', 'hex')), Buffer.from('03020000', 'hex'))
  }), { time })
  t.same(CertTrust.namesOf(chain.errorStatus), ['IS_PARTIAL_CHAIN'])
})

t.test('an answer can not be changed', async (t) => {
  const chain = engineWith({ intermediates: issuer.der }).getCertificateChain(mallory.der, { time })
  t.throws(() => Object.assign(chain, { errorStatus: 0 }), TypeError)
  t.throws(() => Object.assign(chain.elements[0]!, { errorStatus: 0 }), TypeError)
  t.throws(() => (chain.elements as unknown[]).pop(), TypeError)
})

t.test('anchors are what was listed, each once', async (t) => {
  const { trustAnchors } = engineWith({ trustAnchors: [root.pem + stranger.pem, root.der] })
  t.same(trustAnchors.map(({ subject }) => subject.commonName), ['Root', 'Stranger'])
  t.ok(Object.isFrozen(trustAnchors))
})

t.test('the same question gives the same object, for nothing', async (t) => {
  const engine = engineWith()
  const ask = (at = time) => engine.getCertificateChain(alice.der, { time: at, additionalCertificates: issuer.der })
  t.equal(ask().signatureChecks, 3)
  const again = ask()
  t.equal(again.signatureChecks, 0)
  t.equal(ask(new Date(time.getTime() + 1)), again)
  t.equal(ask(notBefore), again)
  t.equal(ask(notAfter), again)
})

t.test('what one engine remembers another one does not know: a reload makes a new one', async (t) => {
  const ask = (engine: CertificateChainEngine): CertificateChain =>
    engine.getCertificateChain(alice.der, { time, additionalCertificates: issuer.der })
  t.equal(ask(engineWith()).signatureChecks, 3)
  t.equal(ask(engineWith()).signatureChecks, 3)
  t.same(CertTrust.namesOf(ask(engineWith({ distrusted: issuer.der })).errorStatus), ['IS_EXPLICIT_DISTRUST'])
  t.same(CertTrust.namesOf(ask(engineWith({ trustAnchors: stranger.der })).errorStatus), ['IS_PARTIAL_CHAIN'])
})

t.test('a remembered answer ends with the validity of any certificate that was looked at', async (t) => {
  const engine = engineWith({ intermediates: issuer.der })
  const at = (when: number) => CertTrust.namesOf(
    engine.getCertificateChain(alice.der, { time: new Date(when) }).errorStatus)
  t.same(at(notAfter.getTime()), [])
  t.same(at(notAfter.getTime() + 1), ['IS_NOT_TIME_VALID'])
  t.same(at(notAfter.getTime()), [])
  t.same(at(notBefore.getTime() - 1), ['IS_NOT_TIME_VALID'])
  t.same(at(notBefore.getTime()), [])
})

t.test('what a question differs in, its answer differs in', async (t) => {
  const engine = engineWith()
  const additionalCertificates = issuer.der
  const found = (options: Parameters<typeof engine.getCertificateChain>[1]): string[] =>
    CertTrust.namesOf(engine.getCertificateChain(alice.der, { time, ...options }).errorStatus)
  for (let round = 0; round < 2; round++) {
    t.same(found({ additionalCertificates }), [])
    t.same(found({}), ['IS_PARTIAL_CHAIN'])
    t.same(found({ additionalCertificates, usage: 'serverAuth' }), ['IS_NOT_VALID_FOR_USAGE'])
    t.same(found({ additionalCertificates, revocation: 'endCertificate' }), UNKNOWN)
    t.same(found({ additionalCertificates, requireExplicitPolicy: true }), ['NO_ISSUANCE_CHAIN_POLICY'])
  }
})

t.test('bytes that are changed after the call change no answer', async (t) => {
  const engine = engineWith({ intermediates: issuer.der })
  const bytes = Buffer.from(alice.der)
  t.equal(engine.getCertificateChain(bytes, { time }).errorStatus, 0)
  bytes[bytes.length - 1]! ^= 1
  t.same(CertTrust.namesOf(engine.getCertificateChain(bytes, { time }).errorStatus), ['IS_NOT_SIGNATURE_VALID'])
  t.equal(engine.getCertificateChain(alice.der, { time }).errorStatus, 0)
})

for (const cacheSize of [0, 1, 1000]) {
  t.test(`answers are the same with a cache of ${cacheSize}`, async (t) => {
    const engine = engineWith({ cacheSize })
    for (let round = 0; round < 3; round++) {
      for (const [leaf, expected] of [
        [alice.der, 0],
        [forged(alice.der), CertTrust.IS_NOT_SIGNATURE_VALID],
        [mallory.der, CertTrust.IS_PARTIAL_CHAIN]
      ] as const) {
        const additionalCertificates = [issuer.der, issuer.der, alice.der]
        t.equal(engine.getCertificateChain(leaf, { time, additionalCertificates }).errorStatus, expected)
      }
    }
    const { signatureChecks } = engine.getCertificateChain(alice.der, { time, additionalCertificates: issuer.der })
    t.equal(signatureChecks, cacheSize === 1000 ? 0 : 3)
  })
}

t.test('anchors and intermediates are verified once, a new leaf costs one check', async (t) => {
  const engine = engineWith({ intermediates: issuer.der })
  t.equal(engine.getCertificateChain(alice.der, { time }).signatureChecks, 3)
  const bob = await issuer.issue({ commonName: 'Bob' })
  t.equal(engine.getCertificateChain(bob.der, { time }).signatureChecks, 1)
})

t.test('what is too large is not remembered', async (t) => {
  const engine = engineWith()
  const large = await root.issue({
    commonName: 'Large', extensions: [new Extension('1.2.3.4', false, Buffer.alloc(60_000))]
  })
  const ask = (): CertificateChain =>
    engine.getCertificateChain(alice.der, { time, additionalCertificates: [issuer.der, large.der, large.der] })
  t.equal(ask().errorStatus, 0)
  t.not(ask(), ask())
})

const rsaPublicKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
for (const [name, leaf] of [
  ['a number', 5], ['nothing', undefined], ['null', null], ['a key', rsaPublicKey]
] as const) {
  t.test(`${name} for a leaf is a mistake of the caller`, async (t) => {
    t.throws(() => engineWith().getCertificateChain(leaf as never, { time }), TypeError)
    const additionalCertificates = [leaf as never]
    t.throws(() => engineWith().getCertificateChain(alice.der, { time, additionalCertificates }), TypeError)
  })
}

t.test('an INTEGER instead of a certificate is a status too', async (t) => {
  t.same(engineWith().getCertificateChain(integer('05'), { time }).elements, [])
})

t.test('a remembered answer never outlives the nextUpdate of a CRL, and depends on those of the call', async (t) => {
  const begin = Date.parse('2026-06-01T00:00:00Z')
  const end = Date.parse('2026-07-01T00:00:00Z')
  const engine = new CertificateChainEngine({ trustAnchors: crlRoot.der, intermediates: crlAuthority.der })
  const at = (when: number, crls: readonly Buffer[]): string[] => CertTrust.namesOf(engine.getCertificateChain(
    crlLeaf.der, { time: new Date(when), usage: null, revocation: 'endCertificate', crls }).errorStatus)
  const good = [signedCrl(crlAuthority)]
  for (let round = 0; round < 2; round++) {
    t.same(at(end, good), [])
    t.same(at(end + 1, good), UNKNOWN)
    t.same(at(begin, good), [])
    t.same(at(begin - 1, good), UNKNOWN)
    t.same(at(begin, []), UNKNOWN)
    t.same(at(begin, [signedCrl(crlAuthority, { entries: [entry('05')] })]), ['IS_REVOKED'])
  }
})

t.test('CRLs of the call count besides those of the engine, and their signatures are checked once', async (t) => {
  const crls = [signedCrl(crlRoot)]
  const engine = new CertificateChainEngine({ trustAnchors: crlRoot.der, intermediates: crlAuthority.der, crls })
  const own = [signedCrl(crlAuthority)]
  const options = { time, usage: null, crls: own }
  const first = engine.getCertificateChain(crlLeaf.der, options)
  // Three certificates and two CRLs
  t.same([first.errorStatus, first.signatureChecks], [0, 5])
  const again = engine.getCertificateChain(crlLeaf.der, { ...options, usage: 'clientAuth' })
  t.same([again.errorStatus, again.signatureChecks], [0, 0])
})

t.test('a CRL that can not be read is a TypeError, of the engine and of the call', async (t) => {
  const message = /^crls\[0\] is no CRL/
  t.throws(() => engineWith({ crls: [sequence()] }), { name: 'TypeError', message })
  t.throws(() => engineWith().getCertificateChain(alice.der, { time, crls: [sequence()] }), { name: 'TypeError', message })
})

const FIVE_MINUTES = 300_000
const ocspOf = (serialNumber: string, signer = crlAuthority): Buffer =>
  signedOcsp(signer, { responses: [single({ certificateId: certificateId(signer, serialNumber) })] })

t.test('a remembered answer never outlives an OCSP response, and depends on those of the call', async (t) => {
  const begin = Date.parse('2026-06-01T00:00:00Z') - FIVE_MINUTES
  const end = Date.parse('2026-07-01T00:00:00Z') + FIVE_MINUTES
  const engine = new CertificateChainEngine({ trustAnchors: crlRoot.der, intermediates: crlAuthority.der })
  const at = (when: number, ocspResponses: readonly Uint8Array[]): string[] => CertTrust.namesOf(
    engine.getCertificateChain(crlLeaf.der, {
      time: new Date(when), usage: null, revocation: 'endCertificate', ocspResponses
    }).errorStatus)
  const good = [ocspOf('05')]
  for (let round = 0; round < 2; round++) {
    t.same(at(end, good), [])
    t.same(at(end + 1, good), UNKNOWN)
    t.same(at(begin, good), [])
    t.same(at(begin - 1, good), UNKNOWN)
    t.same(at(begin, []), UNKNOWN)
    t.same(at(begin, [ocspOf('06')]), UNKNOWN)
    t.same(at(begin, [Buffer.from('no response'), ...good]), [], 'what a peer sent and nobody can read is no answer')
  }
})

t.test('OCSP responses of the call count besides the engine\'s, and their signatures are checked once', async (t) => {
  const ocspResponses = ocspOf('05', crlRoot)
  const intermediates = crlAuthority.der
  const engine = new CertificateChainEngine({ trustAnchors: crlRoot.der, intermediates, ocspResponses })
  const options = { time, usage: null, ocspResponses: ocspOf('05') }
  const first = engine.getCertificateChain(crlLeaf.der, options)
  // Three certificates and two responses
  t.same([first.errorStatus, first.signatureChecks], [0, 5])
  const again = engine.getCertificateChain(crlLeaf.der, { ...options, usage: 'clientAuth' })
  t.same([again.errorStatus, again.signatureChecks], [0, 0])
})

t.test('where OCSP responses are given revocation is asked for', async (t) => {
  const asked = engineWith({ intermediates: issuer.der, ocspResponses: ocspOf('05') })
  t.same(CertTrust.namesOf(asked.getCertificateChain(alice.der, { time }).errorStatus), UNKNOWN)
  const stapled = engineWith({ intermediates: issuer.der })
  const { errorStatus } = stapled.getCertificateChain(alice.der, { time, ocspResponses: ocspOf('05') })
  t.same(CertTrust.namesOf(errorStatus), UNKNOWN)
})

t.test('a response of the call that is too large is not read', async (t) => {
  const trustAnchors = [crlRoot.der, crlAuthority.der]
  const answer = ocspOf('05')
  const ocspResponses = signedOcsp(crlAuthority, {
    responses: [single({ certificateId: certificateId(crlAuthority, '05') })],
    certificates: [Buffer.alloc(1000, '0500', 'hex')]
  })
  const engine = new CertificateChainEngine({ trustAnchors, budget: { certificateSize: ocspResponses.length - 1 } })
  const ask = (response: Buffer): CertificateChain =>
    engine.getCertificateChain(crlLeaf.der, { time, usage: null, ocspResponses: response })
  t.match(ask(answer), { errorStatus: 0, budgetExceeded: null })
  t.match(ask(ocspResponses), { budgetExceeded: 'certificateSize' })
})

t.test('an OCSP response that can not be read is a TypeError of the engine\'s', async (t) => {
  const message = /^ocspResponses\[0\] is no OCSP response/
  t.throws(() => engineWith({ ocspResponses: [sequence()] }), { name: 'TypeError', message })
})
