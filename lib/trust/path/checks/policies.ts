import { processPolicies, type PathPolicies } from '../../policy/path-policies.js'
import type { Path, PathContext, PathElement } from '../path.js'

/** What the policies of the whole path come to. Below an anchor, or a root that is none, all certificates count. */
export function policiesOf ({ certificates, end }: Path, context: PathContext): PathPolicies {
  const hasRoot = (end === 'trustAnchor' || end === 'selfSigned') && certificates.length > 1
  const root = hasRoot ? certificates.at(-1)! : null
  const issuers = certificates.slice(1, hasRoot ? -1 : undefined).reverse()
  return processPolicies(certificates[0]!, issuers, root, context, context.policyNodes)
}

/**
 * RFC 5280 §6.1.4(a), §6.1.5(g): the bits are on the leaf. (Those of a policy extension that is malformed are on the
 * certificate that carries it, as on Windows: `extensionErrors`.)
 */
export function checkPolicies ({ index, policies }: PathElement): number {
  return index === 0 ? policies.errorStatus : 0
}
