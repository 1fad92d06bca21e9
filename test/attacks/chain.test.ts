import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import type { Test } from 'tap'
import { CertificateChainEngine, CertTrust } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { commonName, element, objectIdentifier, sequence, text } from '../support/der.js'
import type { CertificateParts } from '../support/der.js'
import { everyProtocol } from '../support/every-protocol.js'
import { authorityExtensions, handMade, handMadeAuthority } from '../support/hand-made.js'
import type { HandMade } from '../support/hand-made.js'
import { createAuthority, Extension, generateKeys, KeyUsageFlags } from '../support/pki.js'
import type { CertificateOptions } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// A week in which all certificates here are valid, as long as nothing else is said.
const valid = { notBefore: new Date('2026-03-02T00:00:00Z'), notAfter: new Date('2026-03-08T23:59:59Z') }
const time = new Date('2026-03-05T12:00:00Z')

const clientAuth = '1.3.6.1.5.5.7.3.2'
const serverAuth = '1.3.6.1.5.5.7.3.1'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const codeSigning = '1.3.6.1.5.5.7.3.3'
const anyUsage = '2.5.29.37.0'

// Hand-made certificates are valid in 2026.
const in2026 = new Date('2026-06-01T12:00:00Z')

/** What to put in the place of the usual options, for each certificate of a chain. */
interface Spoilt {
  leaf?: CertificateOptions
  issuer?: CertificateOptions
  root?: CertificateOptions
}

/** Leaf, issuer, root: three certificates with nothing wrong but what is said. */
async function chainOf ({ leaf, issuer, root }: Spoilt) {
  const anchor = await createAuthority({ commonName: 'Root', ...valid, ...root })
  const intermediate = await anchor.issueAuthority({ commonName: 'Issuer', ...valid, ...issuer })
  return { anchor, intermediate, alice: await intermediate.issue({ commonName: 'Alice', ...valid, ...leaf }) }
}

/** The bits of the chain and those of each element, by name. */
async function bitsOf (spoilt: Spoilt, at: Date = time): Promise<string[][]> {
  const { anchor, intermediate, alice } = await chainOf(spoilt)
  const engine = new CertificateChainEngine({ trustAnchors: anchor.der, intermediates: intermediate.der })
  const { errorStatus, elements } = engine.getCertificateChain(alice.der, { time: at })
  return [errorStatus, ...elements.map((element) => element.errorStatus)].map((bits) => CertTrust.namesOf(bits))
}

/** Each case has its bits on one element alone, and on the chain. */
async function allHave (t: Test, cases: ReadonlyArray<[what: string, spoilt: Spoilt, on: number, bits: string[]]>) {
  for (const [what, spoilt, on, bits] of cases) {
    t.same(await bitsOf(spoilt), [bits, ...[0, 1, 2].map((element) => element === on ? bits : [])], what)
  }
}

t.test('S32: clientAuth is asked of the leaf and of every CA that says what it is for', async (t) => {
  const wrongUse = ['IS_NOT_VALID_FOR_USAGE']
  const extended = (extendedKeyUsage: readonly string[] | null): CertificateOptions => ({ extendedKeyUsage })
  await allHave(t, [
    ['a leaf for clients', { leaf: extended([clientAuth]) }, 0, []],
    ['a leaf for clients among others', { leaf: extended([serverAuth, emailProtection, clientAuth]) }, 0, []],
    ['a leaf for anything', { leaf: extended([anyUsage]) }, 0, []],
    ['a leaf that does not say', { leaf: extended(null) }, 0, []],
    ['CAs for clients', { leaf: extended(null), issuer: extended([clientAuth]), root: extended([clientAuth]) }, 0, []],
    ['CAs for anything', { issuer: extended([anyUsage]), root: extended([anyUsage]) }, 0, []],
    ['a leaf for servers (CVE-2022-21657)', { leaf: extended([serverAuth]) }, 0, wrongUse],
    ['a leaf for e-mail', { leaf: extended([emailProtection]) }, 0, wrongUse],
    ['a leaf for signing code', { leaf: extended([codeSigning]) }, 0, wrongUse],
    ['a leaf for servers and e-mail', { leaf: extended([serverAuth, emailProtection]) }, 0, wrongUse],
    ['a leaf for an OID that goes on behind clientAuth', { leaf: extended([`${clientAuth}.1`]) }, 0, wrongUse],
    ['an issuer for servers', { issuer: extended([serverAuth]) }, 1, wrongUse],
    ['an issuer for e-mail, of a leaf for anything', { leaf: extended([anyUsage]), issuer: extended([emailProtection]) }, 1, wrongUse],
    ['a root for servers', { root: extended([serverAuth]) }, 2, wrongUse],
    ['a leaf whose key signs nothing', { leaf: { keyUsage: KeyUsageFlags.keyEncipherment } }, 0, wrongUse],
    ['a leaf whose key signs CRLs', { leaf: { keyUsage: KeyUsageFlags.cRLSign } }, 0, wrongUse]
  ])
})

const rsa1024 = await generateKeys('RSA-1024')

t.test('S33: what a CA may not do shows on the CA', async (t) => {
  const pathLength = (pathLenConstraint: number) => ({ basicConstraints: { cA: true, pathLenConstraint } })
  await allHave(t, [
    ['nothing wrong', {}, 0, []],
    ['an issuer that is no CA', { issuer: { basicConstraints: { cA: false } } }, 1, ['INVALID_BASIC_CONSTRAINTS']],
    ['an issuer that does not say it is a CA', { issuer: { basicConstraints: null } }, 1, ['INVALID_BASIC_CONSTRAINTS']],
    ['a leaf as issuer', { issuer: { basicConstraints: null, keyUsage: KeyUsageFlags.digitalSignature, extendedKeyUsage: [clientAuth] } },
      1, ['IS_NOT_VALID_FOR_USAGE', 'INVALID_BASIC_CONSTRAINTS']],
    ['a root that is no CA', { root: { basicConstraints: null } }, 2, ['INVALID_BASIC_CONSTRAINTS']],
    ['a CA that signs no certificates', { issuer: { keyUsage: KeyUsageFlags.cRLSign } }, 1, ['IS_NOT_VALID_FOR_USAGE']],
    ['a root that signs no certificates', { root: { keyUsage: KeyUsageFlags.digitalSignature } }, 2, ['IS_NOT_VALID_FOR_USAGE']],
    ['a leaf that claims to sign certificates', { leaf: { keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign } },
      0, ['IS_NOT_VALID_FOR_USAGE']],
    ['a path that is as long as it may be', { root: pathLength(1), issuer: pathLength(0) }, 0, []],
    ['a path that is longer', { root: pathLength(0) }, 2, ['INVALID_BASIC_CONSTRAINTS']]
  ])
})

t.test('S33: extensions that nobody knows or can read show on the certificate', async (t) => {
  const extensions = (...list: Extension[]): CertificateOptions => ({ extensions: list })
  const unknown = new Extension('1.2.3.4', true, Buffer.from('0500', 'hex'))
  const harmless = new Extension('1.2.3.4', false, Buffer.from('0500', 'hex'))
  const broken = new Extension('2.5.29.17', false, Buffer.from('3000', 'hex'))
  const bits = ['INVALID_EXTENSION', 'HAS_NOT_SUPPORTED_CRITICAL_EXT']
  await allHave(t, [
    ['unknown and critical, on the leaf', { leaf: extensions(unknown) }, 0, bits],
    ['unknown and critical, on the issuer', { issuer: extensions(unknown) }, 1, bits],
    ['unknown and critical, on the root', { root: extensions(unknown) }, 2, bits],
    ['unknown', { leaf: extensions(harmless), issuer: extensions(harmless), root: extensions(harmless) }, 0, []],
    ['unknown, twice', { leaf: extensions(harmless, harmless) }, 0, ['INVALID_EXTENSION']],
    ['malformed', { leaf: extensions(broken) }, 0, ['INVALID_EXTENSION']],
    ['malformed, on the issuer', { issuer: extensions(broken) }, 1, ['INVALID_EXTENSION']]
  ])
})

t.test('S33: name constraints are enforced, or the chain is refused', async (t) => {
  // Permitted subtrees: dNSName example.org.
  const subtrees = sequence(element(0xa0, sequence(text(0x82, 'example.org'))))
  for (const critical of [true, false]) {
    const [bits] = await bitsOf({
      issuer: { extensions: [new Extension('2.5.29.30', critical, subtrees)] },
      leaf: { hosts: ['elsewhere.example'] }
    })
    t.not(bits?.length, 0, `critical: ${critical}`)
  }
})

t.test('S33: weak algorithms show on the certificate that they signed', async (t) => {
  const weak = ['HAS_WEAK_SIGNATURE']
  await allHave(t, [
    ['a leaf signed with SHA-1', { leaf: { hash: 'SHA-1' } }, 0, weak],
    ['an issuer signed with SHA-1', { issuer: { hash: 'SHA-1' } }, 1, weak],
    ['a root signed with SHA-1, on which nothing rests', { root: { hash: 'SHA-1' } }, 0, []],
    ['a leaf with an RSA key of 1024 bits', { leaf: { keys: rsa1024 } }, 0, weak],
    ['a leaf signed by an RSA key of 1024 bits', { issuer: { keys: rsa1024 } }, 0, weak],
    ['an issuer signed by an RSA key of 1024 bits', { root: { keys: rsa1024 } }, 1, weak]
  ])
})

t.test('S33: a certificate of version 1 is a CA nowhere but as an anchor', async (t) => {
  const versionOne = { version: '', extensions: '' }
  const root = handMadeAuthority({ subject: commonName('Root') })
  const old = handMade(root, { subject: commonName('Old'), ...versionOne })
  const leaf = handMade(old, {})
  const bits = (trustAnchors: HandMade): string[] => {
    const engine = new CertificateChainEngine({ trustAnchors: trustAnchors.der, intermediates: old.der })
    return CertTrust.namesOf(engine.getCertificateChain(leaf.der, { time: in2026 }).errorStatus)
  }
  t.same(bits(root), ['INVALID_BASIC_CONSTRAINTS'])
  t.same(bits(old), [])
})

t.test('S33: elliptic curves that a certificate brings along are no keys (CVE-2020-0601, CVE-2021-3450)', async (t) => {
  const root = handMadeAuthority({ subject: commonName('Root') })
  const errorsUnder = (paramEncoding: 'named' | 'explicit'): number => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding })
    const issuer = handMade(root, { subject: commonName('Issuer'), extensionList: authorityExtensions }, keys)
    const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: issuer.der })
    return engine.getCertificateChain(handMade(issuer, {}).der, { time: in2026 }).errorStatus
  }
  t.equal(errorsUnder('named'), 0)
  t.ok((errorsUnder('explicit') & CertTrust.IS_NOT_SIGNATURE_VALID) !== 0)
})

const required: SiteOptions['virtualRoots'] = {
  '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 }
}

/** Cases that OpenSSL's own verification, which we do not heed, would let through or cut off. */
const onTheWire: ReadonlyArray<[what: string, spoilt: Spoilt, answer: string]> = [
  ['nothing wrong', {}, 'Alice'],
  ['a leaf for servers', { leaf: { extendedKeyUsage: [serverAuth] } }, '403.16'],
  ['an issuer for servers', { issuer: { extendedKeyUsage: [serverAuth] } }, '403.16'],
  ['an issuer that is no CA', { issuer: { basicConstraints: null } }, '403.16'],
  ['a path that is too long', { root: { basicConstraints: { cA: true, pathLenConstraint: 0 } } }, '403.16'],
  ['an unknown critical extension', { leaf: { extensions: [new Extension('1.2.3.4', true, Buffer.of(5, 0))] } }, '403.16'],
  // Node's own client sends nothing that was signed with SHA-1.
  ['a leaf with an RSA key of 1024 bits', { leaf: { keys: rsa1024 } }, '403.16'],
  ['an expired leaf', { leaf: { notAfter: new Date('2026-03-05T11:59:59Z') } }, '403.17'],
  ['an expired issuer', { issuer: { notAfter: new Date('2026-03-05T11:59:59Z') } }, '403.17'],
  ['an expired root', { root: { notAfter: new Date('2026-03-05T11:59:59Z') } }, '403.17'],
  ['a leaf of tomorrow', { leaf: { notBefore: new Date('2026-03-06T00:00:00Z') } }, '403.17'],
  ['an expired leaf for servers', { leaf: { notAfter: valid.notBefore, extendedKeyUsage: [serverAuth] } }, '403.16']
]

everyProtocol('S32, S33, S34: what is wrong with a chain is answered on the wire as it is found here', async (t, protocol) => {
  for (const [what, spoilt, answer] of onTheWire) {
    const { anchor, alice } = await chainOf(spoilt)
    const { port } = await startSite(t, {
      virtualRoots: required, users: { Alice: { issuerCN: 'Issuer' } }, trustAnchors: anchor.pem, clock: () => time
    }, { http2: true })
    const { responses } = await visit({ port, identity: alice, ...protocol }, [{ path: '/secure' }])
    t.equal(responses[0]?.json['subStatus'] ?? responses[0]?.json['user'], answer, what)
  }
})

// RFC 5280 §4.1.1.2
t.test('S33: an algorithm that is not the one that was signed is no algorithm', async (t) => {
  const root = handMadeAuthority({ subject: commonName('Root') })
  const engine = new CertificateChainEngine({ trustAnchors: root.der })
  const status = (parts: CertificateParts): number =>
    engine.getCertificateChain(handMade(root, parts).der, { time: in2026 }).errorStatus
  const other = sequence(objectIdentifier('1.2.840.10045.4.3.3'))
  t.equal(status({}), 0)
  for (const parts of [
    { signatureAlgorithm: other }, { innerAlgorithm: other }, { innerAlgorithm: other, signatureAlgorithm: other }
  ]) t.ok((status(parts) & CertTrust.IS_NOT_SIGNATURE_VALID) !== 0)
})
