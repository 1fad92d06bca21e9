import { ANY_POLICY } from '../certificate/extensions/policies.js'
import type { ChainBudget } from '../path/budget.js'
import type { Candidates } from '../path/candidates.js'
import { findBestPath } from '../path/search.js'
import type { PolicyInputs } from '../policy/policy-inputs.js'
import type { PathValidation } from './crl-signers.js'

const noPolicyAsked: PolicyInputs = {
  initialPolicySet: new Set([ANY_POLICY]),
  requireExplicitPolicy: false,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false
}

/** Validates the paths of CRL signers with the candidates of the question. They draw on its budget. */
export function signerPathValidation (candidates: Candidates, budget: ChainBudget): PathValidation {
  return (signer, anchor, context) => findBestPath(signer, {
    candidates,
    trustAnchors: new Set([anchor]),
    budget,
    context: { ...context, ...noPolicyAsked, usage: null },
    oversized: null
  }).errorStatus === 0
}
