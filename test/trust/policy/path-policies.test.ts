import t from 'tap'
import type { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { Allowance } from '../../../lib/trust/path/allowance.js'
import { processPolicies } from '../../../lib/trust/policy/path-policies.js'
import { CertTrust } from '../../../lib/trust/status.js'

const ANY = '2.5.29.32.0'
const { INVALID_POLICY_CONSTRAINTS, NO_ISSUANCE_CHAIN_POLICY } = CertTrust

function certificate (facts: Partial<Certificate>): Certificate {
  return {
    certificatePolicies: null,
    policyMappings: null,
    policyConstraints: null,
    inhibitAnyPolicy: null,
    isSelfIssued: false,
    ...facts
  } as Certificate
}

const A = certificate({ certificatePolicies: ['A'] })
const B = certificate({ certificatePolicies: ['B'] })
const none = certificate({})
const mapsAny = certificate({
  certificatePolicies: ['A'], policyMappings: [{ issuerDomainPolicy: ANY, subjectDomainPolicy: 'A' }]
})
const explicitRoot = certificate({ policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: null } })

for (const [name, leaf, issuers, root, errorStatus, policies] of [
  ['a policy that all state', A, [A], none, 0, ['A']],
  ['no policy, and none is asked for', none, [A], none, 0, []],
  ['no policy where one is asked for', none, [A], explicitRoot, NO_ISSUANCE_CHAIN_POLICY, []],
  ['different policies where one is asked for', A, [B], explicitRoot, NO_ISSUANCE_CHAIN_POLICY, []],
  ['a policy where one is asked for', A, [A], explicitRoot, 0, ['A']],
  ['a mapping of anyPolicy', A, [mapsAny], none, INVALID_POLICY_CONSTRAINTS, []],
  ['no root', A, [A], null, 0, ['A']],
  ['a leaf alone', A, [], null, 0, ['A']],
  ['a leaf alone that asks for a policy and has none', explicitRoot, [], null, NO_ISSUANCE_CHAIN_POLICY, []]
] as const) {
  t.test(`${name} is ${CertTrust.namesOf(errorStatus).join() || 'no error'}`, async (t) => {
    const inputs = {
      initialPolicySet: new Set([ANY]),
      requireExplicitPolicy: false,
      inhibitPolicyMapping: false,
      inhibitAnyPolicy: false
    }
    t.same(processPolicies(leaf, issuers, root, inputs, new Allowance(100)), {
      errorStatus, userConstrainedPolicySet: policies
    })
  })
}

t.test('beyond the allowance no policy holds, wherever it ends', async (t) => {
  const inputs = {
    initialPolicySet: new Set([ANY]), requireExplicitPolicy: false, inhibitPolicyMapping: false, inhibitAnyPolicy: false
  }
  const found = (limit: number) => processPolicies(A, [A, A], none, inputs, new Allowance(limit))
  t.same(found(5), { errorStatus: 0, userConstrainedPolicySet: ['A'] })
  for (const limit of [0, 2, 4]) {
    t.same(found(limit), { errorStatus: INVALID_POLICY_CONSTRAINTS, userConstrainedPolicySet: [] })
  }
})
