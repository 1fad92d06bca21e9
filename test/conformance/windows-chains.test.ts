/**
 * What Windows was observed to say about whole chains, rebuilt with certificates made here: a root, an authority and a
 * leaf. The scenarios come from the tests of .NET (see `meta` of windows-revocation-and-policy-facts.json).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import {
  bitString, commonName, element, extension, FALSE, integer, octetString, sequence, TRUE
} from '../support/der.js'
import { HandMade, handMade, handMadeAuthority, validity } from '../support/hand-made.js'

interface Fact {
  readonly id: string
  readonly scenario: string
  readonly windows: {
    readonly chain: readonly string[] | null
    /** The leaf first; null: not observed. */
    readonly elements: ReadonlyArray<readonly string[]> | null
  }
  readonly note: string | null
}

interface Scenario {
  /** The leaf first. */
  readonly path: readonly HandMade[]
  /** Default: somebody else. */
  readonly trustAnchors?: readonly HandMade[]
  /** Default: 1 June 2026. */
  readonly time?: Date
  /** How many elements there are by the fact's note. */
  readonly elementCount?: number
}

const { chainScenarios: facts } = JSON.parse(readFileSync(
  join('test', 'conformance', 'windows-revocation-and-policy-facts.json'), 'utf8'
)) as { chainScenarios: readonly Fact[] }

/** Scenarios whose name begins so are rebuilt in another file. */
const elsewhere: Record<string, string> = {
  nc: join('test', 'trust', 'path', 'checks', 'name-constraints.test.ts'),
  requireExplicit: join('test', 'conformance', 'windows-policies.test.ts'),
  policyConstraints: join('test', 'conformance', 'windows-policies.test.ts')
}
const isElsewhere = (id: string): boolean => Object.keys(elsewhere).some((start) => id.startsWith(start))

const keyCertSign = extension('2.5.29.15', bitString(1, '06'), TRUE)
const basicConstraints = (...value: Buffer[]): Buffer => extension('2.5.29.19', sequence(...value), TRUE)

// Each begins to be valid after the one above it
const root = handMadeAuthority({ subject: commonName('Root'), validity: validity('260101000000Z', '261231235959Z') })
const authority = handMadeAuthority({
  subject: commonName('Authority'), validity: validity('260201000000Z', '261231235959Z')
}, root)
const leaf = handMade(authority, { subject: commonName('Leaf'), validity: validity('260301000000Z', '261231235959Z') })
const stranger = handMadeAuthority({ subject: commonName('Stranger') })

/** With another signature, of the same form: DER ends in its last octet. */
function tampered ({ der, subject, privateKey, issuer }: HandMade): HandMade {
  const copy = Buffer.from(der)
  copy[copy.length - 1]! ^= 1
  return new HandMade(copy, subject, privateKey, issuer)
}

const limited = handMadeAuthority({
  subject: commonName('Limited'),
  extensionList: sequence(basicConstraints(TRUE, integer('00')), keyCertSign)
})
const first = handMadeAuthority({ subject: commonName('First') }, limited)
const second = handMadeAuthority({ subject: commonName('Second') }, first)
const noAuthority = handMadeAuthority({
  subject: commonName('No authority'), extensionList: sequence(basicConstraints(FALSE), keyCertSign)
}, root)
const withUnknown = handMade(null, {
  subject: commonName('Self-signed'), extensionList: sequence(extension('1.3.6.1.4.1.11129.2.4.3', '0500', TRUE))
})
const keyIdentifier = handMadeAuthority({
  subject: commonName('Key identifier'),
  extensionList: sequence(
    basicConstraints(TRUE), keyCertSign, extension('2.5.29.14', octetString('01020304')))
}, root)
const otherIdentifier = handMade(keyIdentifier, {
  extensionList: sequence(extension('2.5.29.35', sequence(element(0x80, '05060708'))))
})

const scenarios: Record<string, Scenario> = {
  'badSig-0': { path: [tampered(leaf), authority, root] },
  'badSig-1': { path: [leaf, tampered(authority), root] },
  'badSig-2': { path: [leaf, authority, tampered(root)] },
  'badSig-3': { path: [tampered(leaf), authority, root], time: new Date('2026-02-15T00:00:00Z') },
  'badSig-4': { path: [tampered(leaf), authority, root], time: new Date('2026-01-15T00:00:00Z') },
  'badSig-5': { path: [tampered(leaf), authority, root], time: new Date('2025-12-15T00:00:00Z') },
  pathLenExceeded: { path: [handMade(second, {}), second, first, limited], trustAnchors: [limited] },
  intermediateCAFalse: { path: [handMade(noAuthority, {}), noAuthority, root], trustAnchors: [root] },
  leafUnknownCritical: { path: [withUnknown] },
  intermediateInTrustStore: { path: [leaf, authority, root], trustAnchors: [authority] },
  allInTrustStore: { path: [leaf, authority, root], trustAnchors: [authority, root] },
  noIssuerAtAll: { path: [leaf], elementCount: 1 },
  akiSkiMismatch: { path: [otherIdentifier, keyIdentifier, root], trustAnchors: [root] }
}

/** What is found where it is not what Windows says, and why. */
interface Exception {
  readonly chain: readonly string[]
  readonly elements: Fact['windows']['elements']
  readonly reason: string
}

const BAD_LEAF = ['IS_NOT_TIME_VALID', 'IS_NOT_SIGNATURE_VALID']
const EACH_VALIDITY = 'each certificate that is not valid at the time is told (trust-status.md), not the leaf alone'

const exceptions: Record<string, Exception> = {
  'badSig-4': {
    chain: [...BAD_LEAF, 'IS_UNTRUSTED_ROOT'],
    elements: [BAD_LEAF, ['IS_NOT_TIME_VALID'], ['IS_UNTRUSTED_ROOT']],
    reason: EACH_VALIDITY
  },
  'badSig-5': {
    chain: [...BAD_LEAF, 'IS_UNTRUSTED_ROOT'],
    elements: [BAD_LEAF, ['IS_NOT_TIME_VALID'], ['IS_NOT_TIME_VALID', 'IS_UNTRUSTED_ROOT']],
    reason: EACH_VALIDITY
  },
  leafUnknownCritical: {
    chain: ['IS_UNTRUSTED_ROOT', 'INVALID_EXTENSION', 'HAS_NOT_SUPPORTED_CRITICAL_EXT'],
    elements: null,
    reason: 'of Windows it is known only that its bit is among them'
  },
  intermediateInTrustStore: {
    chain: [],
    elements: [[], []],
    reason: 'the anchors are exactly what the operator listed, self-signed or not (trust-status.md)'
  }
}

const sorted = (bits: readonly string[]): string[] => [...bits].sort()

t.test('there are 23 scenarios, and each is rebuilt here or in a file that names it', async (t) => {
  t.equal(facts.length, 23)
  t.same(sorted(facts.map(({ id }) => id).filter((id) => !isElsewhere(id))), sorted(Object.keys(scenarios)))
  for (const [start, file] of Object.entries(elsewhere)) {
    const text = readFileSync(file, 'utf8')
    for (const { id } of facts.filter(({ id }) => id.startsWith(start))) t.ok(text.includes(id), `${id} in ${file}`)
  }
  for (const id of Object.keys(exceptions)) t.ok(Object.hasOwn(scenarios, id), id)
})

for (const { id, scenario, windows } of facts.filter(({ id }) => !isElsewhere(id))) {
  t.test(`${id}: ${scenario}`, async (t) => {
    const { path, trustAnchors = [stranger], time = new Date('2026-06-01T12:00:00Z'), elementCount } = scenarios[id]!
    const [own, ...others] = path.map(({ der }) => der)
    const { errorStatus, elements } = new CertificateChainEngine({ trustAnchors: trustAnchors.map(({ der }) => der) })
      .getCertificateChain(own!, { time, usage: null, additionalCertificates: others })
    const found = {
      chain: sorted(CertTrust.namesOf(errorStatus)),
      elements: elements.map(({ errorStatus }) => sorted(CertTrust.namesOf(errorStatus)))
    }
    const exception = exceptions[id]
    const { chain, elements: expected } = exception ?? { chain: windows.chain!, elements: windows.elements }
    t.same(found.chain, sorted(chain), exception?.reason ?? 'as Windows')
    if (expected !== null) t.same(found.elements, expected.map(sorted))
    if (elementCount !== undefined) t.equal(elements.length, elementCount)
    if (exception === undefined) return
    const theirs = { chain: sorted(windows.chain!), elements: windows.elements?.map(sorted) ?? found.elements }
    t.notSame(found, theirs, 'an exception is one')
  })
}

t.test('leafUnknownCritical: the bit of Windows is among those that are found', async (t) => {
  const { windows } = facts.find(({ id }) => id === 'leafUnknownCritical')!
  for (const bit of windows.chain!) t.ok(exceptions['leafUnknownCritical']!.chain.includes(bit))
})
