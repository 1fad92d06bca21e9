/**
 * What Windows makes of policies, as .NET's own tests observe it, rebuilt with certificates made here: see
 * windows-revocation-and-policy-facts.json for the source.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { CertificateChain } from '../../lib/trust/chain.js'
import type { ChainOptions } from '../../lib/trust/chain-options.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import { octets } from '../support/der.js'
import { createAuthority, Extension, generateKeys, type Identity } from '../support/pki.js'
import {
  ANY_POLICY, applicationPolicies, certificatePolicies, policyConstraints, policyMappings
} from '../support/policy-extensions.js'

interface ApplicationPolicyScenario {
  readonly id: string
  readonly eku: readonly string[] | null
  /** OIDs, or `raw:` and hexadecimal. */
  readonly applicationPolicies: readonly string[] | string | null
  readonly applicationPoliciesCritical: boolean
  readonly requested: string | null
  readonly windows: readonly string[]
}

interface MappingScenario {
  readonly id: string
  readonly chain: string
  readonly requestedCertificatePolicies: ReadonlyArray<keyof typeof POLICIES>
  readonly windows: readonly string[]
}

interface ChainScenario {
  readonly id: string
  readonly windows: { readonly chain: readonly string[] | null }
}

interface Facts {
  readonly applicationPolicyVsEku: readonly ApplicationPolicyScenario[]
  readonly policyMappingScenarios: readonly MappingScenario[]
  readonly chainScenarios: readonly ChainScenario[]
}

const POLICIES = { A: '0.1.2.3', B: '1.2.3.4', C: '2.3.4.5' }
const NULL = octets('0500')
const MALFORMED = ['INVALID_EXTENSION', 'INVALID_POLICY_CONSTRAINTS']

const unreadableUsage = 'key purposes that can not be read allow nothing: forgiving INVALID_EXTENSION gives no usage'
const noPolicyLeft = 'none of the accepted policies is left: trust-status.md says NO_ISSUANCE_CHAIN_POLICY'

/** Scenarios that differ: what is found, and why. */
const EXCEPTIONS: Record<string, readonly [found: readonly string[], reason: string]> = {
  'appeku-27': [[...MALFORMED, 'IS_NOT_VALID_FOR_USAGE'], unreadableUsage],
  'appeku-28': [[...MALFORMED, 'IS_NOT_VALID_FOR_USAGE'], unreadableUsage],
  'appeku-29': [[...MALFORMED, 'IS_NOT_VALID_FOR_USAGE'], unreadableUsage],
  'appeku-30': [[...MALFORMED, 'IS_NOT_VALID_FOR_USAGE'], unreadableUsage],
  'CheckA/EE=B,C/required/inhibit=0': [['NO_ISSUANCE_CHAIN_POLICY'], noPolicyLeft],
  'CheckA/EE=B,C/required/inhibit=1': [['NO_ISSUANCE_CHAIN_POLICY'], noPolicyLeft],
  policyConstraintsMalformed: [
    [...MALFORMED, 'NO_ISSUANCE_CHAIN_POLICY'],
    'INVALID_EXTENSION for each malformed extension (trust-status.md); constraints that can not be read count as the ' +
    'strictest'
  ]
}

const facts = JSON.parse(
  readFileSync(join('test', 'conformance', 'windows-revocation-and-policy-facts.json'), 'utf8')
) as Facts
const keys = await generateKeys('P-256')

/** A path whose certificates have these extensions, from the root down to the leaf. */
async function pathOf (
  extensions: ReadonlyArray<readonly Extension[]>,
  extendedKeyUsage: readonly string[] | null = null
): Promise<Identity[]> {
  let authority = await createAuthority({ commonName: 'Root', keys, extensions: extensions[0]! })
  const path: Identity[] = [authority]
  for (const [index, list] of extensions.slice(1, -1).entries()) {
    authority = await authority.issueAuthority({ commonName: `Intermediate ${index + 1}`, keys, extensions: list })
    path.push(authority)
  }
  const own = { commonName: 'Leaf', keys, keyUsage: null, extendedKeyUsage, extensions: extensions.at(-1)! }
  return [...path, await authority.issue(own)]
}

function chainOf ([root, ...rest]: readonly Identity[], options: ChainOptions): CertificateChain {
  const engine = new CertificateChainEngine({ trustAnchors: root!.der })
  return engine.getCertificateChain(rest.at(-1)!.der, {
    usage: null, additionalCertificates: rest.slice(0, -1).map(({ der }) => der), ...options
  })
}

function elementsOf ({ elements }: CertificateChain): string[][] {
  return elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus))
}

/** Names of bits, in any order. */
function sorted (bits: readonly string[]): string[] {
  return [...bits].sort()
}

/** The scenario's bits are those of Windows, on the leaf; or it is listed, and the bits are those that are listed. */
function agrees (
  t: Pick<Test, 'same' | 'notSame'>,
  id: string,
  chain: CertificateChain,
  windows: readonly string[]
): void {
  const found = sorted(CertTrust.namesOf(chain.errorStatus))
  const [listed, reason] = Object.hasOwn(EXCEPTIONS, id) ? EXCEPTIONS[id]! : [windows, 'as Windows']
  t.same(found, sorted(listed), reason)
  if (listed !== windows) t.notSame(found, sorted(windows), 'an exception is one')
}

t.test('every exception is one of the scenarios', async (t) => {
  const { applicationPolicyVsEku, policyMappingScenarios, chainScenarios } = facts
  const ids = [...applicationPolicyVsEku, ...policyMappingScenarios, ...chainScenarios].map(({ id }) => id)
  for (const id of Object.keys(EXCEPTIONS)) t.ok(ids.includes(id), id)
})

for (const scenario of facts.applicationPolicyVsEku) {
  const { id, eku, applicationPolicies: policies, applicationPoliciesCritical: critical, requested, windows } = scenario
  t.test(`${id}: EKU ${eku}, application policies ${policies}, asked for ${requested}`, async (t) => {
    const extensions = policies === null
      ? []
      : typeof policies === 'string'
        ? [new Extension('1.3.6.1.4.1.311.21.10', critical, octets(policies.replace(/^raw:/, '')))]
        : [applicationPolicies(...policies)]
    const chain = chainOf(await pathOf([[], [], extensions], eku), { usage: requested })
    agrees(t, id, chain, windows)
    t.same(elementsOf(chain).slice(1), [[], []], 'the others have no bit')
  })
}

for (const { id, chain: description, requestedCertificatePolicies, windows } of facts.policyMappingScenarios) {
  t.test(id, async (t) => {
    const [, inhibit, require, stated] =
      /inhibitPolicyMapping=(\d).*requireExplicitPolicy=(\d|absent).*EE\(policies ([ABC,]+)\)$/.exec(description)!
    const path = await pathOf([
      [policyConstraints({ inhibitPolicyMapping: Number(inhibit) })],
      [certificatePolicies(ANY_POLICY)],
      [
        certificatePolicies(POLICIES.A, POLICIES.C),
        policyMappings([POLICIES.A, POLICIES.B]),
        ...require === 'absent' ? [] : [policyConstraints({ requireExplicitPolicy: Number(require) })]
      ],
      [certificatePolicies(...stated!.split(',').map((name) => POLICIES[name as keyof typeof POLICIES]))]
    ])
    // What is asked of Windows it requires
    const accepted = requestedCertificatePolicies.map((name) => POLICIES[name])
    const options = accepted.length > 0 ? { initialPolicySet: accepted, requireExplicitPolicy: true } : {}
    const chain = chainOf(path, options)
    agrees(t, id, chain, windows)
    t.same(elementsOf(chain).slice(1), [[], [], []], 'the others have no bit')
    if (windows.length === 0 && accepted.length > 0) t.same(chain.userConstrainedPolicySet, accepted)
  })
}

const explicit = policyConstraints({ requireExplicitPolicy: 0 })

/** The chains about policies: what the intermediate and the leaf say. */
const chains: Record<string, readonly [intermediate: readonly Extension[], leaf: readonly Extension[]]> = {
  requireExplicitNoPolicies: [[explicit], []],
  policyConstraintsMalformed: [[new Extension('2.5.29.36', true, octets('3003830102'))], []],
  requireExplicitMatch: [[explicit, certificatePolicies(POLICIES.A)], [certificatePolicies(POLICIES.A)]],
  requireExplicitMismatch: [[explicit, certificatePolicies(POLICIES.A)], [certificatePolicies(POLICIES.B)]],
  requireExplicitAnyPolicy: [[explicit, certificatePolicies(ANY_POLICY)], [certificatePolicies('1.2.3.4')]],
  requireExplicitMapped: [
    [explicit, certificatePolicies(POLICIES.A), policyMappings([POLICIES.A, POLICIES.B])],
    [certificatePolicies(POLICIES.B)]
  ]
}

for (const { id, windows } of facts.chainScenarios.filter(({ id }) => Object.hasOwn(chains, id))) {
  t.test(id, async (t) => {
    agrees(t, id, chainOf(await pathOf([[], ...chains[id]!]), {}), windows.chain!)
  })
}

const unreadable = {
  certificatePolicies: '2.5.29.32',
  applicationPolicies: '1.3.6.1.4.1.311.21.10',
  policyMappings: '2.5.29.33',
  EKU: '2.5.29.37'
}

/** A leaf (0), three intermediates and a root (4), of which one has an extension that can't be read. */
function pathWithUnreadable (oid: string, level: number, others: readonly Extension[]): Promise<Identity[]> {
  return pathOf([4, 3, 2, 1, 0].map((at) => [
    ...at === level ? [new Extension(oid, false, NULL)] : [],
    ...others.filter(({ type }) => at !== level || type !== oid)
  ]))
}

for (const [name, oid] of Object.entries(unreadable)) {
  t.test(`corruptExtensions: ${name} that can not be read have their bits where they are`, async (t) => {
    for (let level = 0; level < 5; level++) {
      const found = elementsOf(chainOf(await pathWithUnreadable(oid, level, []), {}))
      t.same(found, [0, 1, 2, 3, 4].map((at) => at === level ? MALFORMED : []), `level ${level}`)
    }
  })
}

t.test('corruptExtensions: a policy that is asked for is missing below policies that can not be read', async (t) => {
  for (let level = 0; level < 5; level++) {
    const path = await pathWithUnreadable(unreadable.certificatePolicies, level, [certificatePolicies(POLICIES.A)])
    const chain = chainOf(path, { initialPolicySet: [POLICIES.A], requireExplicitPolicy: true })
    // Not those of the root: nobody reads them. An exception: Windows says IS_NOT_VALID_FOR_USAGE
    t.equal((chain.elements[0]!.errorStatus & CertTrust.NO_ISSUANCE_CHAIN_POLICY) !== 0, level < 4, `level ${level}`)
  }
})

t.test('corruptExtensions: mappings that can not be read count as none', async (t) => {
  const path = await pathWithUnreadable(unreadable.policyMappings, 1, [certificatePolicies(POLICIES.A)])
  const chain = chainOf(path, { requireExplicitPolicy: true })
  t.same(elementsOf(chain), [[], MALFORMED, [], [], []])
  t.same(chain.userConstrainedPolicySet, [POLICIES.A])
})

t.test('corruptExtensions: an exception: EKU that can not be read is told beside application policies too', async (t) => {
  const path = await pathWithUnreadable(unreadable.EKU, 0, [applicationPolicies('1.3.6.1.5.5.7.3.2')])
  // Windows does not look at it: application policies win. Here each malformed extension is told (trust-status.md)
  t.same(elementsOf(chainOf(path, { usage: 'clientAuth' })), [MALFORMED, [], [], [], []])
})
