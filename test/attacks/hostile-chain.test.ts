import { generateKeyPairSync } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { CertificateChainEngine, CertTrust } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { cpuMicroseconds } from '../support/cpu-time.js'
import {
  bitString, commonName, element, extension, integer, objectIdentifier, octets, sequence, utf8
} from '../support/der.js'
import type { Octets } from '../support/der.js'
import { everyProtocol } from '../support/every-protocol.js'
import { explainSite } from '../support/explain-site.js'
import { authorityExtensions, handMade, handMadeAuthority } from '../support/hand-made.js'
import type { HandMade } from '../support/hand-made.js'
import { collectGarbage } from '../support/held-bytes.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')
/** Milliseconds of the processor that nothing here comes near to, so that a slow machine does not fail. */
const soon = 2_000

const root = handMadeAuthority({ subject: commonName('Root') })
const stranger = handMadeAuthority({ subject: commonName('Stranger') })

const site: SiteOptions = {
  virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  users: { Alice: { issuerCN: 'Issuer' } },
  trustAnchors: root.der,
  clock: () => time
}

/** What an engine that trusts the root alone finds out, within the time that it may take. */
function chainOf (t: Test, leaf: HandMade, additional: readonly HandMade[], anchor = root): CertificateChain {
  const engine = new CertificateChainEngine({ trustAnchors: anchor.der })
  const start = cpuMicroseconds()
  const chain = engine.getCertificateChain(leaf.der, { time, additionalCertificates: additional.map(({ der }) => der) })
  const took = (cpuMicroseconds() - start) / 1000
  t.ok(took < soon, `took ${took} ms`)
  t.ok(chain.signatureChecks <= 100)
  return chain
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const keyOf = (oid: string, parameters: Buffer | string, key: Buffer): Buffer =>
  sequence(sequence(objectIdentifier(oid), parameters), bitString(0, key))
const rsa = (modulus: Octets, exponent: Octets): Buffer =>
  keyOf('1.2.840.113549.1.1.1', '0500', sequence(integer(modulus), integer(exponent)))
const p256 = (point: Buffer): Buffer => keyOf('1.2.840.10045.2.1', objectIdentifier('1.2.840.10045.3.1.7'), point)

/** CAs that certify each other, and the root one of them, or none. */
function loop (size: number, anchor: HandMade | null): HandMade[] {
  const authorities = Array.from({ length: size }, (_, index) => ({ subject: commonName(`CA ${index}`), keys: pair() }))
  const parts = ({ subject }: typeof authorities[number]) => ({ subject, extensionList: authorityExtensions })
  const certificates = authorities.map((authority, index) => {
    const above = authorities[(index + 1) % size]!
    const signer = handMade(null, parts(above), above.keys)
    return handMade(signer, parts(authority), authority.keys)
  })
  const last = authorities.at(-1)!
  return anchor === null ? certificates : [...certificates, handMade(anchor, parts(last), last.keys)]
}

for (const size of [2, 3, 15, 100]) {
  t.test(`S35: ${size} CAs that certify each other in a circle end the search`, async (t) => {
    const circle = loop(size, null)
    const chain = chainOf(t, handMade(circle[0]!, {}), circle)
    t.not(chain.errorStatus, 0)
    t.ok((chain.errorStatus & CertTrust.IS_PARTIAL_CHAIN) !== 0)
    t.ok(chain.elements.length <= 16)
  })
}

t.test('S35: a circle does not hide the way to the root', async (t) => {
  for (const size of [2, 3, 14]) {
    const circle = loop(size, root)
    t.equal(chainOf(t, handMade(circle[0]!, {}), circle).errorStatus, 0, `${size} CAs`)
  }
  t.not(chainOf(t, handMade(loop(16, root)[0]!, {}), loop(16, root)).errorStatus, 0, 'deeper than 16')
})

t.test('S35: every CA certifies every other', async (t) => {
  const authorities = Array.from({ length: 8 }, (_, index) => ({ subject: commonName(`CA ${index}`), keys: pair() }))
  const all = authorities.flatMap((above) => authorities.map((below) => handMade(
    handMade(null, { subject: above.subject }, above.keys),
    { subject: below.subject, extensionList: authorityExtensions, serialNumber: integer('01') },
    below.keys
  )))
  const chain = chainOf(t, handMade(all[0]!, {}), all)
  t.not(chain.errorStatus, 0)
  t.type(chain.budgetExceeded, 'string')
})

t.test('S35: a thousand intermediates, of one name or of a thousand', async (t) => {
  const keys = pair()
  const thousand = (subject: (index: number) => Buffer): HandMade[] => Array.from({ length: 1_000 }, (_, index) =>
    handMade(stranger, {
      subject: subject(index),
      serialNumber: integer(Uint8Array.of(1, index >> 8, index & 0xff)),
      extensionList: authorityExtensions
    }, keys))
  const issuer = handMadeAuthority({ subject: commonName('Issuer') }, root)
  const leaf = handMade(issuer, {})
  for (const others of [thousand(() => commonName('Issuer')), thousand((index) => commonName(`Issuer ${index}`))]) {
    const chain = chainOf(t, leaf, others)
    t.not(chain.errorStatus, 0)
  }
  t.equal(chainOf(t, leaf, [...thousand((index) => commonName(`Issuer ${index}`)), issuer]).errorStatus, 0)
  t.equal(chainOf(t, leaf, [issuer, ...thousand((index) => commonName(`Issuer ${index}`))]).errorStatus, 0)
})

t.test('S35: the same intermediate a thousand times is one', async (t) => {
  const issuer = handMadeAuthority({ subject: commonName('Issuer') }, root)
  t.equal(chainOf(t, handMade(issuer, {}), Array(1_000).fill(issuer)).errorStatus, 0)
})

t.test('S35: a key that is expensive to verify with is not verified with', async (t) => {
  // Nobody has to make such a key: any odd number will do.
  const modulus = Buffer.alloc(4_097, 0xff)
  modulus[0] = 0
  const subjectPublicKeyInfo = rsa(modulus, '010001')
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.11'), '0500')
  const issuer = handMadeAuthority({ subject: commonName('Issuer'), subjectPublicKeyInfo }, root)
  const leaf = handMade(issuer, {
    innerAlgorithm: algorithm, signatureAlgorithm: algorithm, signature: bitString(0, Buffer.alloc(4_096, 1))
  })
  const chain = chainOf(t, leaf, [issuer])
  t.ok((chain.errorStatus & CertTrust.IS_NOT_SIGNATURE_VALID) !== 0)
  t.equal(chain.budgetExceeded, 'keySize')
})

t.test('S35: fifteen CAs with costly keys are verified with as far as the budget goes', async (t) => {
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.11'), '0500')
  const chainWith = (octetCount: number, exponent: Octets): CertificateChain => {
    const modulus = Buffer.alloc(octetCount + 1, 0xff)
    modulus[0] = 0
    const parts = {
      subjectPublicKeyInfo: rsa(modulus, exponent),
      innerAlgorithm: algorithm,
      signatureAlgorithm: algorithm,
      signature: bitString(0, Buffer.alloc(octetCount, 1))
    }
    const authorities = Array.from({ length: 15 }, (_, index) =>
      handMadeAuthority({ ...parts, subject: commonName(`${index}`), issuer: commonName(`${index + 1}`) }))
    return chainOf(t, handMade(authorities[0]!, { ...parts, issuer: commonName('0') }), authorities)
  }
  const long = chainWith(2_048, '010001')
  t.equal(long.budgetExceeded, 'signatureChecks')
  t.equal(long.signatureChecks, 6)
  // An exponent of 3072 bits: no key, nothing is computed
  t.ok((chainWith(384, Buffer.alloc(384, 0x7f)).errorStatus & CertTrust.IS_NOT_SIGNATURE_VALID) !== 0)
})

/** What is written into a leaf that the root has signed, whatever OpenSSL would say to it. */
const big = (octetCount: number) => ({
  extensionList: sequence(extension('1.2.3.4', Buffer.alloc(octetCount)))
})

t.test('S35: a certificate of more than 64 KiB is no certificate, and spoils no other', async (t) => {
  const explain = explainSite({ ...site, users: { Alice: { issuerCN: 'Root' } } })
  const answer = (leaf: HandMade, chain: HandMade[] = []) =>
    explain({ path: '/secure', certificate: leaf.der, chain: chain.map(({ der }) => der) }).subStatus
  t.equal(answer(handMade(root, big(60_000))), null)
  t.equal(answer(handMade(root, big(66_000))), '403.16')
  t.equal(answer(handMade(root, big(5_000_000))), '403.16')
  t.equal(answer(handMade(root, {}), [handMade(root, big(5_000_000))]), null)
})

t.test('S35: what peers send takes no more memory the more there are of them', async (t) => {
  const engine = new CertificateChainEngine({ trustAnchors: root.der })
  const keys = pair()
  const leafOf = (index: number): Buffer =>
    handMade(stranger, { serialNumber: integer(Uint8Array.of(1, index >> 8, index & 0xff)), ...big(60_000) }, keys).der
  const retained = async (): Promise<number> => {
    // What the first one finds is given back beside the program, some time later.
    for (let round = 0; round < 5; round++) {
      collectGarbage()
      await setTimeout(20)
    }
    return process.memoryUsage().arrayBuffers
  }
  const before = await retained()
  for (let index = 0; index < 1_000; index++) engine.getCertificateChain(leafOf(index), { time })
  // 60 MB were sent; 4 MiB of certificates are remembered, and 4 MiB of answers
  t.ok(await retained() - before < 30 * 1024 * 1024)
  t.ok(engine.trustAnchors.length > 0)
})

const strangeKeys: Record<string, Buffer> = {
  'ML-DSA-65': keyOf('2.16.840.1.101.3.4.3.18', '', Buffer.alloc(1_952, 1)),
  'SLH-DSA': keyOf('2.16.840.1.101.3.4.3.20', '', Buffer.alloc(32, 1)),
  X25519: keyOf('1.3.101.110', '', Buffer.alloc(32, 1)),
  GOST: keyOf('1.2.643.7.1.1.1.1', '', Buffer.alloc(64, 1)),
  'an OID of a thousand octets': sequence(sequence(element(0x06, Buffer.alloc(1_000, 0x81), '01')), bitString(0, '00')),
  'Ed25519 of 31 octets': keyOf('1.3.101.112', '', Buffer.alloc(31, 1)),
  'Ed448 of no octets': keyOf('1.3.101.113', '', Buffer.of()),
  'EC without a curve': keyOf('1.2.840.10045.2.1', '', Buffer.alloc(65, 4)),
  'EC with a point at infinity': p256(Buffer.of(0)),
  'EC with a point off the curve': p256(Buffer.alloc(65, 4)),
  'RSA with modulus 0': rsa('00', '010001'),
  'RSA with modulus -1': rsa('ff', '010001'),
  'RSA with exponent 0': rsa(octets('00', Buffer.alloc(256, 0xff)), '00'),
  'RSA of no octets': keyOf('1.2.840.113549.1.1.1', '0500', Buffer.of()),
  'DSA without parameters': keyOf('1.2.840.10040.4.1', '', integer('05')),
  'DSA with parameters 0': keyOf('1.2.840.10040.4.1', sequence(integer('00'), integer('00'), integer('00')), integer('00')),
  'a key of unused bits': sequence(sequence(objectIdentifier('1.3.101.112')), bitString(7, '80'))
}

t.test('S35: a key of a strange kind has signed nothing, and breaks nothing (CVE-2024-24783)', async (t) => {
  const issuer = handMadeAuthority({ subject: commonName('Issuer') }, root)
  for (const [what, subjectPublicKeyInfo] of Object.entries(strangeKeys)) {
    const strange = handMadeAuthority({ subject: commonName('Issuer'), subjectPublicKeyInfo }, root)
    t.not(chainOf(t, handMade(strange, {}), [strange]).errorStatus, 0, `${what}, of the issuer`)
    // A leaf's own key has no part in its chain: whether it is the client's the handshake shows, or there is none.
    chainOf(t, handMade(issuer, { subjectPublicKeyInfo }), [issuer])
  }
})

t.test('S35: Ed448, Ed25519 and DSA keys are keys like others', async (t) => {
  const explain = explainSite(site)
  const issuer = handMadeAuthority({ subject: commonName('Issuer') }, root)
  for (const [what, keys, answer] of [
    ['Ed448', generateKeyPairSync('ed448'), null],
    ['Ed25519', generateKeyPairSync('ed25519'), null],
    ['DSA of 1024 bits, which is weak', generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }), '403.16']
  ] as const) {
    const leaf = handMade(issuer, {}, keys)
    t.equal(explain({ path: '/secure', certificate: leaf.der, chain: [issuer.der] }).subStatus, answer, what)
  }
})

/** A certificate of the issuer that is spoilt as DER, with the signature made over what was spoilt. */
function malformed (issuer: HandMade): Record<string, Buffer> {
  const good = handMade(issuer, {}).der
  const length = good.readUInt16BE(2)
  const withLength = (...head: number[]) => Buffer.concat([Buffer.from(head), good.subarray(4)])
  return {
    nothing: Buffer.of(),
    'one octet': Buffer.of(0x30),
    'a byte behind it': Buffer.concat([good, Buffer.of(0)]),
    'itself behind it': Buffer.concat([good, good]),
    'a byte less': good.subarray(0, -1),
    'half of it': good.subarray(0, good.length >> 1),
    'an indefinite length': Buffer.concat([withLength(0x30, 0x80), Buffer.of(0, 0)]),
    'a length in too many octets': withLength(0x30, 0x83, 0, length >> 8, length & 0xff),
    'a length of 4 GiB': withLength(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
    'a length of 2^1008': withLength(0x30, 0xfe, ...Array(126).fill(0xff)),
    'a length that is one too many': withLength(0x30, 0x82, (length + 1) >> 8, (length + 1) & 0xff),
    'a length that is one too few': withLength(0x30, 0x82, (length - 1) >> 8, (length - 1) & 0xff),
    'a SET': withLength(0x31, 0x82, length >> 8, length & 0xff),
    'nested a thousand times': Array(1_000).fill(0).reduce((inner: Buffer) => sequence(inner), Buffer.of()),
    'trailing bytes within': handMade(issuer, { trailing: '0500' }).der,
    'a version 4': handMade(issuer, { version: element(0xa0, integer('03')) }).der,
    'a BOOLEAN of 1': handMade(issuer, { extensionList: sequence(extension('2.5.29.19', sequence(), '010101')) }).der,
    'no validity': handMade(issuer, { validity: '' }).der,
    'a validity without an end': handMade(issuer, { validity: sequence(element(0x17, Buffer.from('260101000000Z'))) }).der,
    'a subject that is no name': handMade(issuer, { subject: utf8('Alice') }).der,
    'an empty RDN': handMade(issuer, { subject: sequence(element(0x31)) }).der,
    'no key': handMade(issuer, { subjectPublicKeyInfo: '' }).der,
    'extensions twice': handMade(issuer, { extensions: octets(...Array(2).fill(element(0xa3, sequence()))) }).der,
    'extensions in a version 1': handMade(issuer, { version: '', extensionList: authorityExtensions }).der,
    'no signature': handMade(issuer, { signature: '' }).der,
    'a signature of no octets': handMade(issuer, { signature: bitString(0) }).der
  }
}

t.test('S35: what is no DER, or no certificate, is refused, as a leaf and beside one', async (t) => {
  const issuer = handMadeAuthority({ subject: commonName('Issuer') }, root)
  const explain = explainSite(site)
  const alice = handMade(issuer, {})
  for (const [what, der] of Object.entries(malformed(issuer))) {
    t.equal(explain({ path: '/secure', certificate: der, chain: [issuer.der] }).subStatus, '403.16', what)
    const beside = explain({ path: '/secure', certificate: alice.der, chain: [der, issuer.der, der] })
    t.equal(beside.pseudoUser?.name, 'Alice', `${what}, beside Alice`)
  }
})

everyProtocol('S35: on the wire it is an answer, never a failure of the server, and others go on', async (t, protocol) => {
  const { port } = await startSite(t, { ...site, users: { Alice: { issuerCN: 'Root' } } }, { http2: true })
  const circle = loop(8, null)
  const chainPem = (leaf: HandMade, others: HandMade[]): string => [leaf, ...others].map(({ pem }) => pem).join('')
  const keys = pair()
  const many = Array.from({ length: 120 }, (_, index) => handMade(stranger, {
    subject: commonName('Issuer'), serialNumber: integer(Uint8Array.of(1, index)), extensionList: authorityExtensions
  }, keys))
  const lost = handMade(many[0]!, {})
  const own = handMade(root, {})
  for (const [what, leaf, others, answer] of [
    ['a circle', handMade(circle[0]!, {}), circle, '403.16'],
    ['many issuers of one name', lost, many, '403.16'],
    ['many certificates beside a good one', own, many, 'Alice'],
    ['an Ed448 key', handMade(root, {}, generateKeyPairSync('ed448')), [], 'Alice'],
    ['a BOOLEAN that OpenSSL reads, and DER does not know',
      handMade(root, { extensionList: sequence(extension('2.5.29.19', sequence(), '010101')) }), [], '403.16'],
    ['extensions in a version 1', handMade(root, { version: '', extensionList: sequence() }), [], '403.16'],
    ['a large certificate', handMade(root, big(30_000)), [], 'Alice'],
    ['nothing strange', own, [], 'Alice']
  ] as ReadonlyArray<[string, HandMade, HandMade[], string]>) {
    const identity = { pem: leaf.pem, keyPem: leaf.keyPem, intermediatesPem: '', chainPem: chainPem(leaf, others) }
    const { responses } = await visit({ port, identity, ...protocol }, [{ path: '/secure' }])
    t.equal(responses[0]?.json['subStatus'] ?? responses[0]?.json['user'], answer, what)
  }
})
