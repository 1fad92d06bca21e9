import type { Certificate } from '../certificate/certificate.js'
import type { Allowance } from '../path/allowance.js'
import { CertTrust } from '../status.js'
import type { PolicyInputs } from './policy-inputs.js'
import { PolicyProcessing } from './policy-processing.js'

/** What the policies of a path come to. */
export interface PathPolicies {
  /** CertTrust bits. */
  readonly errorStatus: number
  /** RFC 5280 §6.1.6: OIDs. Empty where processing fails. */
  readonly userConstrainedPolicySet: readonly string[]
}

const FAILED: PathPolicies = Object.freeze({
  errorStatus: CertTrust.INVALID_POLICY_CONSTRAINTS,
  userConstrainedPolicySet: Object.freeze([])
})

/** Of a path that nowhere speaks of policies: none holds, and none need. */
const NONE: PathPolicies = Object.freeze({ errorStatus: 0, userConstrainedPolicySet: Object.freeze([]) })

/**
 * RFC 5280 §6.1 for the policies of a path: its issuers from the top down, below the root where there is one. A leaf is
 * part of the path even if it is an anchor itself.
 *
 * `allowance` is that of policyNodes. Where it does not suffice, nobody can tell which policies hold, and none does.
 */
export function processPolicies (
  leaf: Certificate,
  issuers: readonly Certificate[],
  root: Certificate | null,
  inputs: PolicyInputs,
  allowance: Allowance
): PathPolicies {
  const isSilent = saysNothing(leaf) && (root === null || saysNothing(root)) && issuers.every(saysNothing)
  if (isSilent && !inputs.requireExplicitPolicy && !allowance.exceeded) return NONE
  const processing = new PolicyProcessing(inputs)
  if (root !== null) processing.constrain(root)
  for (const issuer of issuers) {
    if (!allowance.take(processing.costOf(issuer))) return FAILED
    processing.addIssuer(issuer)
  }
  if (!allowance.take(processing.costOf(leaf))) return FAILED
  processing.addLeaf(leaf)
  return processing.mapsAnyPolicy ? FAILED : outcomeOf(processing)
}

function saysNothing ({ certificatePolicies, policyMappings, policyConstraints }: Certificate): boolean {
  return certificatePolicies === null && policyMappings === null && policyConstraints === null
}

/** RFC 5280 §6.1.5(g) */
function outcomeOf (processing: PolicyProcessing): PathPolicies {
  const userConstrainedPolicySet = Object.freeze(processing.userConstrainedPolicySet())
  const isMissing = processing.requiresExplicitPolicy && userConstrainedPolicySet.length === 0
  return { errorStatus: isMissing ? CertTrust.NO_ISSUANCE_CHAIN_POLICY : 0, userConstrainedPolicySet }
}
