/**
 * Which of many chains is found, and at what cost (RFC 4158 §1.4-1.5, §2.4): cross-certified, bridged and meshed
 * authorities, whatever the order of their certificates.
 */
import { generateKeyPairSync } from 'node:crypto'
import t, { type Test } from 'tap'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import type { ChainBudget } from '../../lib/trust/path/budget.js'
import { CertTrust } from '../../lib/trust/status.js'
import {
  bitString, commonName, extension, integer, sequence, text, TRUE, type CertificateParts
} from '../support/der.js'
import { authorityExtensions, handMade, validity, type HandMade } from '../support/hand-made.js'
import { nameConstraints } from '../support/name-constraints.js'
import { numbersFrom } from '../support/numbers-from.js'

const time = new Date('2026-06-01T12:00:00Z')
const expired: CertificateParts = { validity: validity('260101000000Z', '260501000000Z') }
const notYetValid: CertificateParts = { validity: validity('260701000000Z', '261231235959Z') }

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
type Keys = ReturnType<typeof newKeys>

/** Who has a name and a key, and has certified itself. */
interface Authority {
  readonly subject: Buffer
  readonly keys: Keys
  readonly self: HandMade
}

function authority (name: string, keys = newKeys()): Authority {
  const subject = commonName(name)
  return { subject, keys, self: handMade(null, { subject, extensionList: authorityExtensions }, keys) }
}

let certificateNumber = 0x0100

function certify (below: Authority, above: Authority, parts: CertificateParts = {}): HandMade {
  const serialNumber = Buffer.alloc(2)
  serialNumber.writeUInt16BE(certificateNumber++)
  return handMade(above.self, {
    subject: below.subject, extensionList: authorityExtensions, serialNumber: integer(serialNumber), ...parts
  }, below.keys)
}

const leafKeys = newKeys()
const hostName = sequence(extension('2.5.29.17', sequence(text(0x82, 'host.example.org'))))
const leafOf = (above: Authority): HandMade =>
  handMade(above.self, { subject: commonName('Leaf'), extensionList: hostName }, leafKeys)

const next = numbersFrom(20_260_601)

function shuffled<Item> (items: readonly Item[]): Item[] {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last--) {
    const other = next(last + 1)
    ;[copy[last], copy[other]] = [copy[other]!, copy[last]!]
  }
  return copy
}

interface Question {
  readonly leaf: HandMade
  readonly certificates: readonly HandMade[]
  readonly anchors: readonly Authority[]
  readonly budget?: Partial<ChainBudget>
}

function ask ({ leaf, certificates, anchors, budget }: Question): CertificateChain {
  const engine = new CertificateChainEngine({ trustAnchors: anchors.map(({ self }) => self.der), budget })
  return engine.getCertificateChain(leaf.der, { time, additionalCertificates: certificates.map(({ der }) => der) })
}

/** The chain above the leaf, its bits, and the signature checks that suffice, whatever the certificates' order. */
function finds (t: Test, question: Question, names: readonly string[], bits: readonly string[], checks: number): void {
  const { certificates } = question
  for (const order of [certificates, [...certificates].reverse(), shuffled(certificates), shuffled(certificates)]) {
    const { elements, errorStatus, signatureChecks } = ask({ ...question, certificates: order })
    t.same(elements.slice(1).map(({ certificate }) => certificate.subject.commonName), names)
    t.same(CertTrust.namesOf(errorStatus), bits)
    t.ok(signatureChecks <= checks, `${signatureChecks} signatures were verified`)
  }
}

t.test('a root that an older one has certified ends the chain where it is listed, or else the older one', async (t) => {
  const [older, newer, issuer] = [authority('Older'), authority('Newer'), authority('Issuer')]
  const certificates = [certify(newer, older), newer.self, certify(issuer, newer)]
  const leaf = leafOf(issuer)
  finds(t, { leaf, certificates, anchors: [newer] }, ['Issuer', 'Newer'], [], 3)
  finds(t, { leaf, certificates, anchors: [older] }, ['Issuer', 'Newer', 'Older'], [], 5)
  finds(t, { leaf, certificates, anchors: [older, newer] }, ['Issuer', 'Newer'], [], 3)
  finds(t, { leaf, certificates, anchors: [authority('Other')] }, ['Issuer', 'Newer'], ['IS_UNTRUSTED_ROOT'], 5)
})

t.test('a bridge joins every domain with every other', async (t) => {
  const bridge = authority('Bridge')
  const domains = Array.from({ length: 8 }, (_, index) => authority(`Domain ${index}`))
  const issuers = domains.map((domain, index) => ({ domain, issuer: authority(`Issuer ${index}`) }))
  const certificates = [
    bridge.self,
    ...domains.flatMap((domain) => [domain.self, certify(domain, bridge), certify(bridge, domain)]),
    ...issuers.map(({ domain, issuer }) => certify(issuer, domain))
  ]
  for (const [from, { issuer }] of issuers.entries()) {
    for (const [to, anchor] of domains.entries()) {
      const names = from === to
        ? [`Issuer ${from}`, `Domain ${to}`]
        : [`Issuer ${from}`, `Domain ${from}`, 'Bridge', `Domain ${to}`]
      finds(t, { leaf: leafOf(issuer), certificates, anchors: [anchor] }, names, [], 20)
    }
  }
})

const ofOthers = sequence(
  extension('2.5.29.19', sequence(TRUE), TRUE),
  extension('2.5.29.15', bitString(1, '06'), TRUE),
  extension('2.5.29.30', nameConstraints({ permitted: [text(0x82, 'example.com')] }), TRUE)
)

t.test('a bridge that is not for this name is gone around', async (t) => {
  const [root, bridge, around, issuer] = [authority('Root'), authority('Bridge'), authority('Around'), authority('Issuer')]
  const direct = certify(bridge, root, { extensionList: ofOthers })
  const certificates = [certify(issuer, bridge), direct, certify(around, root), certify(bridge, around)]
  const leaf = leafOf(issuer)
  finds(t, { leaf, certificates, anchors: [root] }, ['Issuer', 'Bridge', 'Around', 'Root'], [], 6)
  finds(t, { leaf, certificates: certificates.slice(0, 2), anchors: [root] }, ['Issuer', 'Bridge', 'Root'],
    ['HAS_NOT_PERMITTED_NAME_CONSTRAINT'], 4)
})

t.test('of fifty keys under one name the one that signed is found, without any key identifier', async (t) => {
  const root = authority('Root')
  const issuers = Array.from({ length: 50 }, () => authority('Issuer'))
  const certificates = issuers.map((issuer) => certify(issuer, root))
  for (const issuer of issuers) {
    const { errorStatus, signatureChecks } = ask({ leaf: leafOf(issuer), certificates, anchors: [root] })
    t.equal(errorStatus, 0)
    t.ok(signatureChecks <= 52, `${signatureChecks} signatures were verified`)
  }
})

t.test('the fresh certificate of each authority is taken, beside an expired one and one of the future', async (t) => {
  const path = ['Root', 'First', 'Second', 'Third', 'Fourth'].map((name) => authority(name))
  const renewals = path.slice(1).flatMap((below, index) =>
    [expired, {}, notYetValid].map((parts) => certify(below, path[index]!, parts)))
  const question = { leaf: leafOf(path[4]!), certificates: renewals, anchors: [path[0]!] }
  finds(t, question, ['Fourth', 'Third', 'Second', 'First', 'Root'], [], 6)
})

t.test('an expired certificate below the anchor is nearer to trust than a fresh one below a stranger', async (t) => {
  const [root, stranger, issuer] = [authority('Root'), authority('Stranger'), authority('Issuer')]
  const certificates = [certify(issuer, root, expired), certify(issuer, stranger), stranger.self]
  const leaf = leafOf(issuer)
  finds(t, { leaf, certificates, anchors: [root] }, ['Issuer', 'Root'], ['IS_NOT_TIME_VALID'], 5)
  finds(t, { leaf, certificates: [...certificates, certify(stranger, root)], anchors: [root] },
    ['Issuer', 'Stranger', 'Root'], [], 7)
})

t.test('out of a mesh where everybody certifies everybody the way is found, from wherever it is entered', async (t) => {
  const root = authority('Root')
  const mesh = Array.from({ length: 6 }, (_, index) => authority(`CA ${index}`))
  const certificates = mesh.flatMap((below) =>
    mesh.filter((above) => above !== below).map((above) => certify(below, above)))
  for (const [exit, last] of mesh.entries()) {
    const { errorStatus, elements, signatureChecks } = ask({
      leaf: leafOf(mesh[0]!), certificates: shuffled([...certificates, certify(last, root)]), anchors: [root]
    })
    t.equal(errorStatus, 0, `by CA ${exit}`)
    t.same(elements.slice(-2).map(({ certificate }) => certificate.subject.commonName), [`CA ${exit}`, 'Root'])
    t.ok(signatureChecks <= 1 + mesh.length * mesh.length, `${signatureChecks} signatures were verified`)
  }
})

/** A thousand certificates of one authority: its name and key fit in all of them, but one alone leads to trust. */
function thousand (others: CertificateParts) {
  const [root, issuer] = [authority('Root'), authority('Issuer')]
  const fitting = Array.from({ length: 999 }, () => certify(issuer, root, others))
  return { root, leaf: leafOf(issuer), fitting, right: certify(issuer, root) }
}

t.test('of a thousand intermediates that fit the only one that is valid now is taken at once', async (t) => {
  const { root, leaf, fitting, right } = thousand(expired)
  finds(t, { leaf, certificates: [...fitting, right], anchors: [root] }, ['Issuer', 'Root'], [], 3)
})

t.test('of a thousand intermediates that fit the only one whose issuer is an anchor is taken at once', async (t) => {
  const [root, issuer] = [authority('Root'), authority('Issuer')]
  const strangers = Array.from({ length: 999 }, (_, index) => authority(`Stranger ${index}`, root.keys))
  const certificates = [...strangers, root].map((above) => certify(issuer, above))
  finds(t, { leaf: leafOf(issuer), certificates, anchors: [root] }, ['Issuer', 'Root'], [], 3)
})

t.test('of a thousand intermediates that fit alike the budget ends before the right one, and it is told', async (t) => {
  const { root, leaf, fitting, right } = thousand({ extensionList: ofOthers })
  const question = { leaf, anchors: [root] }
  const early = [...fitting.slice(0, 90), right, ...fitting.slice(90)]
  t.equal(ask({ ...question, certificates: early }).errorStatus, 0, 'it comes before the end of the budget')

  const certificates = [...fitting, right]
  const ended = ask({ ...question, certificates })
  t.equal(ended.budgetExceeded, 'signatureChecks')
  t.equal(ended.signatureChecks, 100)
  t.same(CertTrust.namesOf(ended.errorStatus), ['HAS_NOT_PERMITTED_NAME_CONSTRAINT', 'IS_PARTIAL_CHAIN'])

  const fewer = ask({ ...question, certificates, budget: { candidates: 50 } })
  t.equal(fewer.budgetExceeded, 'candidates')
  const enough = ask({ ...question, certificates, budget: { signatureChecks: 2_000, candidates: 2_000 } })
  t.equal(enough.errorStatus, 0)
  t.equal(enough.budgetExceeded, null)
})
