import t from 'tap'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { Allowance } from '../../../../lib/trust/path/allowance.js'
import { checkPolicies, policiesOf } from '../../../../lib/trust/path/checks/policies.js'
import type { Path, PathContext, PathElement, PathEnd } from '../../../../lib/trust/path/path.js'
import { CertTrust } from '../../../../lib/trust/status.js'

const { NO_ISSUANCE_CHAIN_POLICY } = CertTrust

function stating (...certificatePolicies: string[]): Certificate {
  return {
    certificatePolicies, policyMappings: null, policyConstraints: null, inhibitAnyPolicy: null, isSelfIssued: false
  } as unknown as Certificate
}

const context = {
  initialPolicySet: new Set(['2.5.29.32.0']),
  requireExplicitPolicy: true,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false,
  policyNodes: new Allowance(100)
} as unknown as PathContext

function found (certificates: readonly Certificate[], end: PathEnd): readonly string[] {
  return policiesOf({ certificates, end, repeated: null } satisfies Path, context).userConstrainedPolicySet
}

t.test('an anchor, and a root that is none, may state other policies than those below', async (t) => {
  const path = [stating('A', 'C'), stating('A', 'B'), stating('B')]
  t.strictSame(found(path, 'trustAnchor'), ['A'])
  t.strictSame(found(path, 'selfSigned'), ['A'])
})

t.test('without a root the highest certificate counts too', async (t) => {
  const path = [stating('A', 'C'), stating('A', 'B'), stating('B')]
  for (const end of ['noIssuer', 'cyclic', 'abandoned'] as const) t.strictSame(found(path, end), [])
  t.strictSame(found(path.slice(0, 2), 'noIssuer'), ['A'])
})

t.test('a leaf counts even if it is an anchor', async (t) => {
  t.strictSame(found([stating('A')], 'trustAnchor'), ['A'])
  t.strictSame(found([stating()], 'trustAnchor'), [])
})

t.test('the bits are on the leaf', async (t) => {
  const policies = { errorStatus: NO_ISSUANCE_CHAIN_POLICY, userConstrainedPolicySet: [] }
  t.equal(checkPolicies({ index: 0, policies } as unknown as PathElement), NO_ISSUANCE_CHAIN_POLICY)
  t.equal(checkPolicies({ index: 1, policies } as unknown as PathElement), 0)
})
