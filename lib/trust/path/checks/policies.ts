import { processPolicies, type PathPolicies } from '../../policy/path-policies.js'
import type { Path, PathContext, PathElement } from '../path.js'

/** What the policies of the whole path come to. Below an anchor, or a root that is none, all certificates count. */
export function policiesOf ({ certificates, end }: Path, context: PathContext): PathPolicies {
  const [leaf, ...issuers] = certificates
  const hasRoot = end === 'trustAnchor' || end === 'selfSigned'
  const root = hasRoot ? issuers.pop() ?? null : null
  return processPolicies(leaf!, issuers.reverse(), root, context, context.policyNodes)
}

/**
 * RFC 5280 §6.1.4(a), §6.1.5(g): the bits are on the leaf. (Those of a policy extension that is malformed are on the
 * certificate that carries it, as on Windows: `extensionErrors`.)
 */
export function checkPolicies ({ index, policies }: PathElement): number {
  return index === 0 ? policies.errorStatus : 0
}
