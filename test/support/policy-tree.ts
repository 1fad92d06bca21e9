/**
 * RFC 5280 §6.1 for policies to the letter, with its valid_policy_tree, which can grow exponentially: what the graph of
 * lib/trust/policy is compared with.
 */
import type { PolicyInputs } from '../../lib/trust/policy/policy-inputs.js'

export const ANY = '2.5.29.32.0'

/** What a certificate says about policies. */
export interface PolicyFacts {
  readonly policies: readonly string[] | null
  readonly mappings: ReadonlyArray<readonly [issuerDomainPolicy: string, subjectDomainPolicy: string]> | null
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
  readonly inhibitAnyPolicy: number | null
  readonly isSelfIssued: boolean
}

class Node {
  readonly validPolicy: string
  readonly parent: Node | null
  expectedPolicySet: string[]
  readonly children: Node[] = []

  constructor (validPolicy: string, parent: Node | null, expectedPolicySet: string[]) {
    this.validPolicy = validPolicy
    this.parent = parent
    this.expectedPolicySet = expectedPolicySet
  }

  add (validPolicy: string, expectedPolicySet: string[] = [validPolicy]): void {
    this.children.push(new Node(validPolicy, this, expectedPolicySet))
  }
}

/** The nodes of one depth. */
function atDepth (root: Node | null, depth: number): Node[] {
  let nodes = root === null ? [] : [root]
  for (let level = 0; level < depth; level++) nodes = nodes.flatMap(({ children }) => children)
  return nodes
}

function remove (node: Node): void {
  const { children } = node.parent!
  children.splice(children.indexOf(node), 1)
}

/** §6.1.3(d)(3): whoever has no child above this depth goes, and so on up. null: nobody is left. */
function prune (root: Node | null, depth: number): Node | null {
  for (let level = depth - 1; level > 0; level--) {
    for (const node of atDepth(root, level)) if (node.children.length === 0) remove(node)
  }
  return root === null || root.children.length === 0 ? null : root
}

function addPolicies (root: Node, depth: number, policies: readonly string[], mayUseAnyPolicy: boolean): void {
  const above = atDepth(root, depth - 1)
  for (const policy of policies.filter((policy) => policy !== ANY)) {
    const matching = above.filter(({ expectedPolicySet }) => expectedPolicySet.includes(policy)) // (d)(1)(i)
    for (const parent of matching) parent.add(policy)
    if (matching.length === 0) above.find(({ validPolicy }) => validPolicy === ANY)?.add(policy) // (d)(1)(ii)
  }
  if (!policies.includes(ANY) || !mayUseAnyPolicy) return
  for (const parent of above) { // (d)(2)
    for (const policy of parent.expectedPolicySet) {
      if (!parent.children.some(({ validPolicy }) => validPolicy === policy)) parent.add(policy)
    }
  }
}

type Mappings = NonNullable<PolicyFacts['mappings']>

function addMappings (root: Node, depth: number, mappings: Mappings, inhibited: boolean): void {
  for (const issuerDomainPolicy of new Set(mappings.map(([issuer]) => issuer))) {
    const own = mappings.filter(([issuer]) => issuer === issuerDomainPolicy)
    const subjects = [...new Set(own.map(([, subject]) => subject))]
    const mapped = atDepth(root, depth).filter(({ validPolicy }) => validPolicy === issuerDomainPolicy)
    const any = atDepth(root, depth).find(({ validPolicy }) => validPolicy === ANY)
    if (inhibited) mapped.forEach(remove) // (b)(2)
    else if (mapped.length > 0) for (const node of mapped) node.expectedPolicySet = subjects // (b)(1)
    else any?.parent!.add(issuerDomainPolicy, subjects)
  }
}

/** null: path processing fails. */
export function userConstrainedPolicySetByTree (path: readonly PolicyFacts[], inputs: PolicyInputs): string[] | null {
  const n = path.length
  let root: Node | null = new Node(ANY, null, [ANY])
  let explicitPolicy = inputs.requireExplicitPolicy ? 0 : n + 1
  let policyMapping = inputs.inhibitPolicyMapping ? 0 : n + 1
  let inhibitAnyPolicy = inputs.inhibitAnyPolicy ? 0 : n + 1
  for (const [index, facts] of path.entries()) {
    const i = index + 1
    if (facts.policies === null) root = null
    if (root !== null) {
      addPolicies(root, i, facts.policies!, inhibitAnyPolicy > 0 || (i < n && facts.isSelfIssued))
      root = prune(root, i)
    }
    if (explicitPolicy === 0 && root === null) return null
    if (i === n) break
    if (facts.mappings !== null) {
      if (facts.mappings.flat().includes(ANY)) return null
      if (root !== null) addMappings(root, i, facts.mappings, policyMapping === 0)
      root = prune(root, i)
    }
    if (!facts.isSelfIssued) {
      explicitPolicy = Math.max(0, explicitPolicy - 1)
      policyMapping = Math.max(0, policyMapping - 1)
      inhibitAnyPolicy = Math.max(0, inhibitAnyPolicy - 1)
    }
    explicitPolicy = Math.min(explicitPolicy, facts.requireExplicitPolicy ?? explicitPolicy)
    policyMapping = Math.min(policyMapping, facts.inhibitPolicyMapping ?? policyMapping)
    inhibitAnyPolicy = Math.min(inhibitAnyPolicy, facts.inhibitAnyPolicy ?? inhibitAnyPolicy)
  }
  explicitPolicy = Math.max(0, explicitPolicy - 1)
  if (path.at(-1)!.requireExplicitPolicy === 0) explicitPolicy = 0
  const policies = userConstrained(root, n, inputs.initialPolicySet)
  return policies.length === 0 && explicitPolicy === 0 ? null : policies
}

/** §6.1.5(g) */
function userConstrained (root: Node | null, n: number, initial: ReadonlySet<string>): string[] {
  const policies = new Set<string>()
  for (let depth = 1; depth <= n; depth++) {
    for (const { validPolicy, parent } of atDepth(root, depth)) {
      if (parent!.validPolicy === ANY && validPolicy !== ANY) policies.add(validPolicy)
    }
  }
  const hasAnyPolicy = atDepth(root, n).some(({ validPolicy }) => validPolicy === ANY)
  if (initial.has(ANY)) return [...policies, ...hasAnyPolicy ? [ANY] : []]
  return hasAnyPolicy ? [...initial] : [...policies].filter((policy) => initial.has(policy))
}
