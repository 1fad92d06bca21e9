import t from 'tap'
import type { Certificate } from '../../../lib/trust/certificate/certificate.js'
import type { PolicyInputs } from '../../../lib/trust/policy/policy-inputs.js'
import { PolicyProcessing } from '../../../lib/trust/policy/policy-processing.js'

const ANY = '2.5.29.32.0'

interface Facts {
  policies?: readonly string[]
  maps?: ReadonlyArray<readonly [issuerDomainPolicy: string, subjectDomainPolicy: string]>
  requireExplicitPolicy?: number
  inhibitPolicyMapping?: number
  inhibitAnyPolicy?: number
  isSelfIssued?: boolean
}

function certificate (facts: Facts): Certificate {
  const { policies = null, maps, requireExplicitPolicy = null, inhibitPolicyMapping = null } = facts
  const hasConstraints = requireExplicitPolicy !== null || inhibitPolicyMapping !== null
  return {
    certificatePolicies: policies,
    policyMappings: maps?.map(([issuerDomainPolicy, subjectDomainPolicy]) =>
      ({ issuerDomainPolicy, subjectDomainPolicy })) ?? null,
    policyConstraints: hasConstraints ? { requireExplicitPolicy, inhibitPolicyMapping } : null,
    inhibitAnyPolicy: facts.inhibitAnyPolicy ?? null,
    isSelfIssued: facts.isSelfIssued ?? false
  } as unknown as Certificate
}

/** From the root down; the last is the leaf. */
function processed (path: readonly Facts[], inputs: Partial<PolicyInputs> = {}, root?: Facts): PolicyProcessing {
  const processing = new PolicyProcessing({
    initialPolicySet: new Set([ANY]),
    requireExplicitPolicy: false,
    inhibitPolicyMapping: false,
    inhibitAnyPolicy: false,
    ...inputs
  })
  if (root !== undefined) processing.constrain(certificate(root))
  for (const facts of path.slice(0, -1)) processing.addIssuer(certificate(facts))
  processing.addLeaf(certificate(path.at(-1)!))
  return processing
}

const A = { policies: ['A'] }
const any = { policies: [ANY] }
const selfIssued = { ...A, isSelfIssued: true }

for (const [name, path, inputs, root, expected] of [
  ['nobody asks for it', [A, A], {}, {}, false],
  ['the caller asks for it', [A, A], { requireExplicitPolicy: true }, {}, true],
  ['an issuer asks for it at once', [{ ...A, requireExplicitPolicy: 0 }, A], {}, {}, true],
  ['an issuer asks for it of the leaf', [{ ...A, requireExplicitPolicy: 1 }, A], {}, {}, true],
  ['an issuer asks for it of whom there is not', [{ ...A, requireExplicitPolicy: 2 }, A], {}, {}, false],
  ['two issuers ask, the first sooner', [{ ...A, requireExplicitPolicy: 1 }, { ...A, requireExplicitPolicy: 9 }, A],
    {}, {}, true],
  ['a self-issued certificate does not count', [{ ...A, requireExplicitPolicy: 2 }, selfIssued, A], {}, {}, false],
  ['another one does', [{ ...A, requireExplicitPolicy: 2 }, A, A], {}, {}, true],
  ['a self-issued leaf does', [{ ...A, requireExplicitPolicy: 1 }, selfIssued], {}, {}, true],
  ['the leaf asks for it itself', [A, { ...A, requireExplicitPolicy: 0 }], {}, {}, true],
  ['the leaf asks for it of others', [A, { ...A, requireExplicitPolicy: 1 }], {}, {}, false],
  ['the leaf forbids mappings', [A, { ...A, inhibitPolicyMapping: 0 }], {}, {}, false],
  ['the root asks for it', [A, A], {}, { requireExplicitPolicy: 2 }, true],
  ['the root asks for it of whom there is not', [A, A], {}, { requireExplicitPolicy: 3 }, false]
] as const) {
  t.test(`an explicit policy is ${expected ? '' : 'not '}required where ${name}`, async (t) => {
    t.equal(processed(path, inputs, root).requiresExplicitPolicy, expected)
  })
}

const mapping = { policies: ['A'], maps: [['A', 'B']] } as const
const B = { policies: ['B'] }

for (const [name, path, inputs, root, expected] of [
  ['nobody forbids it', [mapping, B], {}, {}, ['A']],
  ['the caller forbids it', [mapping, B], { inhibitPolicyMapping: true }, {}, []],
  ['the root forbids it', [mapping, B], {}, { inhibitPolicyMapping: 0 }, []],
  ['the root forbids it further down', [mapping, B], {}, { inhibitPolicyMapping: 1 }, ['A']],
  ['it forbids it below itself', [{ ...mapping, inhibitPolicyMapping: 0 }, B], {}, {}, ['A']],
  ['the one above forbids it', [{ ...A, inhibitPolicyMapping: 0 }, mapping, B], {}, {}, []],
  ['the one above forbids it further down', [{ ...A, inhibitPolicyMapping: 1 }, mapping, B], {}, {}, ['A']],
  ['the second above forbids it', [{ ...A, inhibitPolicyMapping: 1 }, A, mapping, B], {}, {}, []],
  ['a self-issued one is between', [{ ...A, inhibitPolicyMapping: 1 }, selfIssued, mapping, B], {}, {}, ['A']],
  ['mappings may not be made, and none is', [A, A], { inhibitPolicyMapping: true }, {}, ['A']]
] as const) {
  t.test(`a mapping ${expected.length > 0 ? 'holds' : 'ends its policy'} where ${name}`, async (t) => {
    t.strictSame(processed(path, inputs, root).userConstrainedPolicySet(), expected)
  })
}

for (const [name, path, inputs, root, expected] of [
  ['nobody forbids it', [any, A], {}, {}, ['A']],
  ['the caller forbids it', [any, A], { inhibitAnyPolicy: true }, {}, []],
  ['the root forbids it', [any, A], {}, { inhibitAnyPolicy: 0 }, []],
  ['the root forbids it further down', [any, A], {}, { inhibitAnyPolicy: 1 }, ['A']],
  ['it forbids it below itself', [{ ...any, inhibitAnyPolicy: 0 }, A], {}, {}, ['A']],
  ['the leaf states it against the one above', [{ ...A, inhibitAnyPolicy: 0 }, any], {}, {}, []],
  ['the leaf states it in time', [{ ...A, inhibitAnyPolicy: 1 }, any], {}, {}, ['A']],
  ['the leaf states it one too late', [{ ...A, inhibitAnyPolicy: 1 }, A, any], {}, {}, []],
  ['a self-issued one is between', [{ ...A, inhibitAnyPolicy: 1 }, selfIssued, any], {}, {}, ['A']],
  ['a self-issued issuer states it', [{ ...A, inhibitAnyPolicy: 0 }, { ...any, isSelfIssued: true }, A], {}, {}, ['A']],
  ['a self-issued leaf states it', [{ ...A, inhibitAnyPolicy: 0 }, { ...any, isSelfIssued: true }], {}, {}, []]
] as const) {
  t.test(`anyPolicy ${expected.length > 0 ? 'counts' : 'does not count'} where ${name}`, async (t) => {
    t.strictSame(processed(path, inputs, root).userConstrainedPolicySet(), expected)
  })
}

for (const [accepted, path, expected] of [
  [[ANY], [any, any], [ANY]],
  [[ANY, 'A'], [any, any], [ANY]],
  [['A'], [any, any], ['A']],
  [['A', 'B'], [any, { policies: [ANY, 'A', 'C'] }], ['A', 'B']],
  [['A'], [A, A], ['A']],
  [['B'], [A, A], []],
  [['A'], [mapping, B], ['A']],
  [['B'], [mapping, B], []],
  [[], [any, any], []],
  [[], [A, A], []]
] as const) {
  t.test(`who accepts ${accepted} of ${JSON.stringify(path)} gets ${expected}`, async (t) => {
    t.strictSame(processed(path, { initialPolicySet: new Set(accepted) }).userConstrainedPolicySet(), expected)
  })
}

t.test('the policies that a root states are not looked at', async (t) => {
  t.strictSame(processed([A, A], {}, { policies: ['B'] }).userConstrainedPolicySet(), ['A'])
})

t.test('an issuer that maps anyPolicy is told, a leaf that does maps nothing', async (t) => {
  t.ok(processed([{ ...A, maps: [['A', 'B'], [ANY, 'B']] }, A]).mapsAnyPolicy)
  t.ok(processed([{ ...A, maps: [['A', ANY]] }, A, A]).mapsAnyPolicy)
  t.ok(processed([{ ...A, maps: [['A', ANY]] }, { ...A, maps: [['A', 'B']] }, A]).mapsAnyPolicy)
  t.notOk(processed([mapping, { ...A, maps: [['A', ANY]] }]).mapsAnyPolicy)
})

t.test('a certificate costs its policies, its mappings and the nodes above it', async (t) => {
  const processing = processed([{ policies: ['A', 'B', ANY] }])
  t.equal(processing.costOf(certificate({})), 2)
  t.equal(processing.costOf(certificate({ policies: ['A', 'C', 'D'], maps: [['A', 'B']] })), 6)
})
