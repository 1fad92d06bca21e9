import { ANY_POLICY, type PolicyMapping } from '../certificate/extensions/policies.js'

/** A policy that one certificate of the path states, or lets stand. */
interface PolicyNode {
  readonly validPolicy: string
  /** Nodes of the certificate above. None: the only parent is anyPolicy. */
  readonly parents: readonly PolicyNode[]
}

const CHILD_OF_ANY_POLICY: readonly never[] = Object.freeze([])

/**
 * RFC 9618 §4.1: the valid_policy_graph, the policies that hold from the trust anchor down to a certificate.
 *
 * RFC 5280's valid_policy_tree repeats a node under each of its parents and can grow exponentially with the path
 * (CVE-2023-0464). Here a certificate has one node for a policy, with all its parents: nodes and edges together are
 * never more than the policies and mappings that the certificates of the path state, times its length.
 */
export class PolicyGraph {
  /** The nodes of the last certificate, by valid_policy. That of anyPolicy is `#hasAnyPolicy`. */
  #nodes = new Map<string, PolicyNode>()
  /** Which of them expect a policy in the next certificate: the expected_policy_set of each, turned around. */
  #expecting = new Map<string, readonly PolicyNode[]>()
  /** RFC 5280 §6.1.2(a): at first there is anyPolicy. Its node expects anyPolicy, and nothing is mapped to it. */
  #hasAnyPolicy = true

  /** Of the last certificate. */
  get nodeCount (): number {
    return this.#nodes.size
  }

  /** RFC 5280 §6.1.3(d), RFC 9618 §5.3: the certificate states these policies; `null`, §6.1.3(e): none at all. */
  addCertificate (policies: readonly string[] | null, mayUseAnyPolicy: boolean): void {
    const stated = new Set(policies)
    const hasAnyPolicy = stated.delete(ANY_POLICY) && mayUseAnyPolicy
    const nodes = new Map<string, PolicyNode>()
    for (const validPolicy of stated) {
      const parents = this.#expecting.get(validPolicy) ?? (this.#hasAnyPolicy ? CHILD_OF_ANY_POLICY : null)
      if (parents !== null) nodes.set(validPolicy, { validPolicy, parents })
    }
    if (hasAnyPolicy) {
      for (const [validPolicy, parents] of this.#expecting) {
        if (!stated.has(validPolicy)) nodes.set(validPolicy, { validPolicy, parents })
      }
    }
    this.#nodes = nodes
    this.#hasAnyPolicy &&= hasAnyPolicy
    this.#expecting = new Map()
    for (const node of nodes.values()) this.#expecting.set(node.validPolicy, [node])
  }

  /** RFC 5280 §6.1.4(b)(1), RFC 9618 §5.4: the next certificate states what the policies are mapped to. */
  map (mappings: readonly PolicyMapping[]): void {
    const subjectDomain = new Map<string, PolicyNode[]>()
    for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
      const node = this.#nodeToMap(issuerDomainPolicy)
      if (node === null) continue
      const expecting = subjectDomain.get(subjectDomainPolicy)
      if (expecting === undefined) subjectDomain.set(subjectDomainPolicy, [node])
      else expecting.push(node)
    }
    for (const { issuerDomainPolicy } of mappings) this.#expecting.delete(issuerDomainPolicy)
    for (const [policy, nodes] of subjectDomain) {
      this.#expecting.set(policy, [...this.#expecting.get(policy) ?? [], ...nodes])
    }
  }

  /** RFC 5280 §6.1.4(b)(2): where no policy may be mapped, one that is ends here. */
  deleteMapped (mappings: readonly PolicyMapping[]): void {
    for (const { issuerDomainPolicy } of mappings) {
      this.#nodes.delete(issuerDomainPolicy)
      this.#expecting.delete(issuerDomainPolicy)
    }
  }

  /**
   * RFC 5280 §6.1.5(g), RFC 9618 §5.5: what the policies of the last certificate are called in the domain of the trust
   * anchor. anyPolicy in it means that each policy is.
   */
  authorityConstrainedPolicySet (): ReadonlySet<string> {
    const policies = new Set(this.#hasAnyPolicy ? [ANY_POLICY] : [])
    const reached = new Set(this.#nodes.values())
    // A Set's iteration comes to what is added on the way
    for (const { validPolicy, parents } of reached) {
      if (parents.length === 0) policies.add(validPolicy)
      for (const parent of parents) reached.add(parent)
    }
    return policies
  }

  #nodeToMap (issuerDomainPolicy: string): PolicyNode | null {
    const node = this.#nodes.get(issuerDomainPolicy)
    if (node !== undefined) return node
    if (!this.#hasAnyPolicy) return null
    const child = { validPolicy: issuerDomainPolicy, parents: CHILD_OF_ANY_POLICY }
    this.#nodes.set(issuerDomainPolicy, child)
    return child
  }
}
