import t from 'tap'
import type { Certificate } from '../../lib/trust/certificate/certificate.js'
import { Allowance } from '../../lib/trust/path/allowance.js'
import { processPolicies } from '../../lib/trust/policy/path-policies.js'
import type { PolicyInputs } from '../../lib/trust/policy/policy-inputs.js'
import { numbersFrom } from '../support/numbers-from.js'
import { ANY, userConstrainedPolicySetByTree, type PolicyFacts } from '../support/policy-tree.js'

const PATHS = 20_000
const POLICIES = ['A', 'B', 'C']

const next = numbersFrom(20_260_601)
const once = (chances: number): boolean => next(chances) === 0
const pick = (from: readonly string[]): string => from[next(from.length)]!

function anyFacts (): PolicyFacts {
  const policies = [...POLICIES, ANY].filter(() => once(2))
  const mapped = once(50) ? [...POLICIES, ANY] : POLICIES
  return {
    policies: policies.length > 0 ? policies : null,
    mappings: once(2) ? Array.from({ length: 1 + next(4) }, () => [pick(mapped), pick(mapped)] as const) : null,
    requireExplicitPolicy: once(6) ? next(4) : null,
    inhibitPolicyMapping: once(6) ? next(3) : null,
    inhibitAnyPolicy: once(6) ? next(3) : null,
    isSelfIssued: once(4)
  }
}

function anyInputs (): PolicyInputs {
  return {
    initialPolicySet: new Set(once(2) ? [ANY] : POLICIES.filter(() => once(2))),
    requireExplicitPolicy: once(3),
    inhibitPolicyMapping: once(6),
    inhibitAnyPolicy: once(6)
  }
}

function certificate (facts: PolicyFacts): Certificate {
  const { policies, mappings, inhibitAnyPolicy, isSelfIssued, ...policyConstraints } = facts
  return {
    certificatePolicies: policies,
    policyMappings: mappings?.map(([issuerDomainPolicy, subjectDomainPolicy]) =>
      ({ issuerDomainPolicy, subjectDomainPolicy })) ?? null,
    policyConstraints,
    inhibitAnyPolicy,
    isSelfIssued
  } as unknown as Certificate
}

t.test(`on ${PATHS} random paths the graph gives what RFC 5280's tree gives`, async (t) => {
  let valid = 0
  for (let count = 0; count < PATHS; count++) {
    const path = Array.from({ length: 1 + next(6) }, anyFacts)
    const inputs = anyInputs()
    const certificates = path.map(certificate)
    const found = processPolicies(certificates.at(-1)!, certificates.slice(0, -1), null, inputs, new Allowance(10_000))
    const policies = found.errorStatus === 0 ? [...found.userConstrainedPolicySet].sort() : null
    const wanted = userConstrainedPolicySetByTree(path, inputs)?.sort() ?? null
    if (wanted !== null && wanted.length > 0) valid++
    if (JSON.stringify(policies) !== JSON.stringify(wanted)) t.same(policies, wanted, JSON.stringify({ path, inputs }))
  }
  t.ok(valid > PATHS / 10, `${valid} of them have policies`)
})
