/**
 * Chains with random faults, for whoever wants to know what a verifier says to them:
 *
 *     const chain = generateChain(numbersFrom(seed), 'Chain 1')
 *     chain.faults // ['anchor is expired', 'leaf has an extension twice']
 *
 * Each is valid on 1 June 2026 if it has no fault. Names are unique by the chain's title, so that many fit in one pool.
 */
import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  bitString, element, extension, FALSE, integer, name, objectIdentifier, octetString, sequence, text, TRUE, utf8
} from './der.js'
import { HandMade, handMade, validity } from './hand-made.js'
import { nameConstraints, type Subtree } from './name-constraints.js'

/** A leaf and the issuers of it that a verifier is given: one that is unknown or missing is not among them. */
export interface GeneratedChain {
  /** Such as `intermediate maps a policy under anyPolicy`: no faults, but worth knowing. */
  readonly policyTraits: readonly string[]
  /** Such as `anchor is expired`. */
  readonly faults: readonly string[]
  readonly leaf: HandMade
  readonly anchors: readonly HandMade[]
  readonly intermediates: readonly HandMade[]
}

/** A policy, and the one that it is mapped to. */
export const POLICY = '1.2.3.4'
const MAPPED = '1.2.3.5'
const ANY_POLICY = '2.5.29.32.0'

const Oid = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  unknown: '1.2.3.4.5'
} as const
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const ANY_PURPOSE = '2.5.29.37.0'

type Keys = ReturnType<typeof newKeys>
type Numbers = (limit: number) => number

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** One of each depth; the leaf's is that of its depth. */
const keysOfDepth = Array.from({ length: 6 }, newKeys)
const strangersKeys = newKeys()

/** A certificate that is not made yet. */
interface Draft {
  readonly subject: Buffer
  readonly issuerName: Buffer
  readonly keys: Keys
  signer: Keys
  period: Buffer
  /** Whole extensions by OID. */
  readonly extensions: Map<string, Buffer>
  /** OID of the extension that is there twice, if it is there at all. */
  repeated: string | null
  listed: boolean
  /** What is worth knowing about its policies. */
  policyTrait: string | null
}

const company = ['2.5.4.10', utf8('Company')] as const
const nameOf = (commonName: string): Buffer => name(company, ['2.5.4.3', utf8(commonName)])
const anyOf = <Item>(items: readonly Item[], next: Numbers): Item => items[next(items.length)]!
const issuerIn = (chain: readonly Draft[], next: Numbers): Draft => anyOf(chain.slice(0, -1), next)
const change = (draft: Draft, changes: Partial<Draft>): Draft => Object.assign(draft, changes)

function put (draft: Draft, oid: string, value: Buffer, critical: Buffer | '' = ''): Draft {
  draft.extensions.set(oid, extension(oid, value, critical))
  return draft
}

function drop (draft: Draft, oid: string): Draft {
  draft.extensions.delete(oid)
  return draft
}

const policies = (...oids: string[]): Buffer => sequence(...oids.map((oid) => sequence(objectIdentifier(oid))))
const purposes = (...oids: string[]): Buffer => sequence(...oids.map(objectIdentifier))
const keyIdentifier = ({ publicKey }: Keys): Buffer =>
  createHash('sha1').update(publicKey.export({ type: 'spki', format: 'der' })).digest()
const KEY_CERT_SIGN = bitString(1, '06')
const DIGITAL_SIGNATURE = bitString(7, '80')

/** What the leaf is called, a subtree that it is in, and one that it is not in. */
const forms: ReadonlyArray<readonly [alternative: Buffer | '', around: Subtree, elsewhere: Subtree]> = [
  [text(0x82, 'host.example.org'), text(0x82, 'example.org'), text(0x82, 'example.com')],
  [text(0x81, 'alice@example.org'), text(0x81, 'example.org'), text(0x81, 'example.com')],
  [element(0x87, '0a010203'), element(0x87, '0a000000 ff000000'), element(0x87, 'c0a80000 ffff0000')],
  ['', element(0xa4, name(company)), element(0xa4, name(['2.5.4.10', utf8('Other')]))]
]

/** Anchor first, leaf last. */
function draftChain (next: Numbers, title: string): Draft[] {
  const depth = 1 + next(5)
  const names = Array.from({ length: depth + 1 }, (_, index) => nameOf(`${title}, ${index}`))
  const isSelfSigned = next(3) > 0
  const chain = names.map((subject, index): Draft => ({
    subject,
    issuerName: names[index - 1] ?? (isSelfSigned ? subject : nameOf(`${title}, elsewhere`)),
    keys: keysOfDepth[index]!,
    signer: keysOfDepth[index - 1] ?? (isSelfSigned ? keysOfDepth[0]! : strangersKeys),
    period: validity('260101000000Z', '261231235959Z'),
    extensions: new Map(),
    repeated: null,
    listed: true,
    policyTrait: null
  }))
  chain.slice(0, -1).forEach(draftAuthority)
  draftLeaf(chain.at(-1)!)
  if (next(2) === 0) draftKeyIdentifiers(chain)
  if (next(3) === 0) {
    const permitted = forms.map(([, around]) => around)
    put(issuerIn(chain, next), Oid.nameConstraints, nameConstraints({ permitted }), TRUE)
  }
  draftPolicies(chain, next)
  return chain
}

function draftAuthority (draft: Draft): void {
  put(draft, Oid.basicConstraints, sequence(TRUE), TRUE)
  put(draft, Oid.keyUsage, KEY_CERT_SIGN, TRUE)
}

function draftLeaf (draft: Draft): void {
  put(draft, Oid.keyUsage, DIGITAL_SIGNATURE, TRUE)
  put(draft, Oid.extKeyUsage, purposes(CLIENT_AUTH))
  put(draft, Oid.subjectAltName, sequence(...forms.map(([alternative]) => alternative)))
}

function draftKeyIdentifiers (chain: readonly Draft[]): void {
  chain.forEach((draft, index) => {
    put(draft, Oid.subjectKeyIdentifier, octetString(keyIdentifier(draft.keys)))
    if (index > 0) put(draft, Oid.authorityKeyIdentifier, sequence(element(0x80, keyIdentifier(draft.signer))))
  })
}

/** Each certificate but the anchor states the policy, or an issuer any; one of the intermediates may map it. */
function draftPolicies (chain: readonly Draft[], next: Numbers): void {
  const mapping = chain.length > 2 && next(3) > 0 ? 1 + next(chain.length - 2) : Infinity
  chain.slice(1).forEach((draft, index) => {
    const depth = index + 1
    const isLeaf = depth === chain.length - 1
    const isNextToMapping = depth === mapping || depth === mapping + 1
    const statesAny = !isLeaf && next(isNextToMapping ? 2 : 4) === 0
    put(draft, Oid.certificatePolicies, policies(statesAny ? ANY_POLICY : depth <= mapping ? POLICY : MAPPED))
    if (statesAny && depth === mapping + 1) draft.policyTrait = 'states anyPolicy below a mapping'
    if (depth !== mapping) return
    draft.policyTrait = statesAny ? 'maps a policy under anyPolicy' : 'maps a policy that it states'
    put(draft, Oid.policyMappings, sequence(sequence(objectIdentifier(POLICY), objectIdentifier(MAPPED))), TRUE)
  })
}

/** What each fault changes, in the certificate that it gives; null: there is no place for it. */
const faults: Record<string, (chain: readonly Draft[], next: Numbers) => Draft | null> = {
  'is expired': (chain, next) => change(anyOf(chain, next), { period: validity('250101000000Z', '260531235959Z') }),
  'is not yet valid': (chain, next) => change(anyOf(chain, next), { period: validity('260602000000Z', '261231235959Z') }),
  'is signed by somebody else': (chain, next) => change(anyOf(chain.slice(1), next), { signer: strangersKeys }),
  'is self-signed with another key': ([anchor]) =>
    anchor!.signer === anchor!.keys ? change(anchor!, { signer: strangersKeys }) : null,
  'is no CA': (chain, next) => put(issuerIn(chain, next), Oid.basicConstraints, sequence(anyOf([FALSE, ''], next)), TRUE),
  'has no basicConstraints': (chain, next) => drop(issuerIn(chain, next), Oid.basicConstraints),
  'has neither basicConstraints nor keyUsage': (chain, next) =>
    drop(drop(issuerIn(chain, next), Oid.basicConstraints), Oid.keyUsage),
  'limits the path': (chain, next) =>
    put(issuerIn(chain, next), Oid.basicConstraints, sequence(TRUE, integer(Buffer.of(next(4)))), TRUE),
  'lacks keyCertSign': (chain, next) => put(issuerIn(chain, next), Oid.keyUsage, bitString(1, '02'), TRUE),
  'only enciphers': (chain) => put(chain.at(-1)!, Oid.keyUsage, bitString(5, '20'), TRUE),
  'is for servers': (chain, next) => put(anyOf(chain, next), Oid.extKeyUsage, purposes(SERVER_AUTH)),
  'is for any purpose': (chain, next) => put(anyOf(chain, next), Oid.extKeyUsage, purposes(ANY_PURPOSE)),
  'has an unknown critical extension': (chain, next) => put(anyOf(chain, next), Oid.unknown, octetString(), TRUE),
  'has an unknown extension': (chain, next) => put(anyOf(chain, next), Oid.unknown, octetString()),
  'has an extension twice': (chain, next) => {
    const draft = anyOf(chain, next)
    return change(draft, { repeated: anyOf([...draft.extensions.keys()], next) })
  },
  'is unknown': ([anchor]) => change(anchor!, { listed: false }),
  'is missing': (chain, next) => chain.length < 3 ? null : change(anyOf(chain.slice(1, -1), next), { listed: false }),
  'excludes a name': (chain, next) => {
    const [, around] = anyOf(forms, next)
    return put(issuerIn(chain, next), Oid.nameConstraints, nameConstraints({ excluded: [around] }), TRUE)
  },
  'permits other names': (chain, next) => {
    const [, , elsewhere] = anyOf(forms, next)
    return put(issuerIn(chain, next), Oid.nameConstraints, nameConstraints({ permitted: [elsewhere] }), TRUE)
  },
  'requires an explicit policy': (chain, next) =>
    put(issuerIn(chain, next), Oid.policyConstraints, sequence(element(0x80, Buffer.of(next(3)))), TRUE),
  'inhibits policy mapping': (chain, next) =>
    put(issuerIn(chain, next), Oid.policyConstraints, sequence(element(0x81, Buffer.of(next(2)))), TRUE),
  'inhibits anyPolicy': (chain, next) =>
    put(issuerIn(chain, next), Oid.inhibitAnyPolicy, integer(Buffer.of(next(2))), TRUE),
  'inhibits anyPolicy twice': (chain, next) => change(
    put(issuerIn(chain, next), Oid.inhibitAnyPolicy, integer(Buffer.of(1)), TRUE), { repeated: Oid.inhibitAnyPolicy }),
  'states no policy': (chain, next) => drop(anyOf(chain.slice(1), next), Oid.certificatePolicies),
  'states another policy': (chain, next) =>
    put(anyOf(chain.slice(1), next), Oid.certificatePolicies, policies('1.2.3.6')),
  'has another key identifier': (chain, next) => chain[1]!.extensions.has(Oid.authorityKeyIdentifier)
    ? put(issuerIn(chain, next), Oid.subjectKeyIdentifier, octetString('00'.repeat(20)))
    : null
}

export const faultNames: readonly string[] = Object.keys(faults)

function make ({ subject, issuerName, keys, signer, period, extensions, repeated }: Draft): HandMade {
  const issuer = new HandMade(Buffer.alloc(0), issuerName, signer.privateKey, null)
  const list = [...extensions].flatMap(([oid, whole]) => oid === repeated ? [whole, whole] : [whole])
  const extensionList = list.length > 0 ? { extensionList: sequence(...list) } : {}
  return handMade(issuer, { subject, validity: period, ...extensionList }, keys)
}

/** Of a random length, with none to three random faults. */
export function generateChain (next: Numbers, title: string): GeneratedChain {
  const chain = draftChain(next, title)
  const place = (draft: Draft): string =>
    draft === chain[0] ? 'anchor' : draft === chain.at(-1) ? 'leaf' : 'intermediate'
  const policyTraits = chain.flatMap((draft) =>
    draft.policyTrait === null ? [] : [`${place(draft)} ${draft.policyTrait}`])
  const wanted = new Set(Array.from({ length: anyOf([0, 1, 1, 1, 2, 3], next) }, () => anyOf(faultNames, next)))
  const applied = [...wanted].flatMap((fault) => {
    const changed = faults[fault]!(chain, next)
    return changed === null ? [] : [`${place(changed)} ${fault}`]
  })
  const certificates = chain.map(make)
  const listed = certificates.filter((_, index) => chain[index]!.listed)
  const [anchor] = certificates
  return {
    policyTraits,
    faults: applied,
    leaf: certificates.at(-1)!,
    anchors: listed.filter((certificate) => certificate === anchor),
    intermediates: listed.filter((certificate) => certificate !== anchor).slice(0, -1)
  }
}
