import type { Certificate, PolicyConstraints, PolicyMapping } from '../certificate/certificate.js'
import { ANY_POLICY } from '../certificate/extensions/policies.js'
import { PolicyGraph } from './policy-graph.js'
import type { PolicyInputs } from './policy-inputs.js'

/**
 * RFC 5280 §6.1.2(d)-(f): a state variable that has no limit is n + 1, which n certificates can't count down to 0. So
 * can't they Infinity.
 */
const NEVER = Infinity

/** The policy part of RFC 5280 §6.1, with the state that it goes by. Certificates come from the root down. */
export class PolicyProcessing {
  readonly #graph = new PolicyGraph()
  readonly #initialPolicySet: ReadonlySet<string>
  #explicitPolicy: number
  #policyMapping: number
  #inhibitAnyPolicy: number
  #mapsAnyPolicy = false

  /** RFC 5280 §6.1.2 */
  constructor (inputs: PolicyInputs) {
    this.#initialPolicySet = inputs.initialPolicySet
    this.#explicitPolicy = inputs.requireExplicitPolicy ? 0 : NEVER
    this.#policyMapping = inputs.inhibitPolicyMapping ? 0 : NEVER
    this.#inhibitAnyPolicy = inputs.inhibitAnyPolicy ? 0 : NEVER
  }

  /**
   * RFC 5280 §6.1.4(i)-(j), of a trust anchor.
   *
   * Departure: to the RFC an anchor is no part of the path. Windows obeys what it says about policies below (a root's
   * inhibitPolicyMapping, in the observed scenarios), as RFC 5937 §3.2 has it too; the policies that it states itself
   * are not looked at.
   */
  constrain ({ policyConstraints, inhibitAnyPolicy }: Certificate): void {
    const { requireExplicitPolicy, inhibitPolicyMapping } = policyConstraints ?? unconstrained
    this.#explicitPolicy = Math.min(this.#explicitPolicy, requireExplicitPolicy ?? NEVER)
    this.#policyMapping = Math.min(this.#policyMapping, inhibitPolicyMapping ?? NEVER)
    this.#inhibitAnyPolicy = Math.min(this.#inhibitAnyPolicy, inhibitAnyPolicy ?? NEVER)
  }

  /** RFC 5280 §6.1.3(d)-(f) and §6.1.4: a certificate that issued the next one. */
  addIssuer (certificate: Certificate): void {
    this.#graph.addCertificate(certificate.certificatePolicies, this.#inhibitAnyPolicy > 0 || certificate.isSelfIssued)
    this.#addMappings(certificate)
    if (!certificate.isSelfIssued) this.#countDown()
    this.constrain(certificate)
  }

  /** RFC 5280 §6.1.3(d)-(f) and §6.1.5: the last certificate. */
  addLeaf (certificate: Certificate): void {
    this.#graph.addCertificate(certificate.certificatePolicies, this.#inhibitAnyPolicy > 0)
    this.#explicitPolicy = decrement(this.#explicitPolicy)
    if (certificate.policyConstraints?.requireExplicitPolicy === 0) this.#explicitPolicy = 0
  }

  /** What the next certificate will cost, in nodes and edges of the graph at most. */
  costOf ({ certificatePolicies, policyMappings }: Certificate): number {
    return this.#graph.nodeCount + (certificatePolicies?.length ?? 0) + (policyMappings?.length ?? 0)
  }

  /** RFC 5280 §6.1.5(g): the intersection with the initial-policy-set. anyPolicy in it means that each policy is. */
  userConstrainedPolicySet (): readonly string[] {
    const authority = this.#graph.authorityConstrainedPolicySet()
    if (this.#initialPolicySet.has(ANY_POLICY)) return [...authority]
    if (authority.has(ANY_POLICY)) return [...this.#initialPolicySet]
    return [...authority].filter((policy) => this.#initialPolicySet.has(policy))
  }

  /** RFC 5280 §6.1.4(a): an issuer mapped anyPolicy, or mapped another to it. */
  get mapsAnyPolicy (): boolean {
    return this.#mapsAnyPolicy
  }

  /**
   * Asked at the end. RFC 5280 §6.1.3(f) and §6.1.5(g) are one: what is explicit stays so, and a graph that is NULL
   * stays NULL.
   */
  get requiresExplicitPolicy (): boolean {
    return this.#explicitPolicy === 0
  }

  /** RFC 5280 §6.1.4(a)-(b) */
  #addMappings ({ policyMappings }: Certificate): void {
    if (policyMappings === null) return
    if (policyMappings.some(mapsAnyPolicy)) this.#mapsAnyPolicy = true
    else if (this.#policyMapping > 0) this.#graph.map(policyMappings)
    else this.#graph.deleteMapped(policyMappings)
  }

  /** RFC 5280 §6.1.4(h) */
  #countDown (): void {
    this.#explicitPolicy = decrement(this.#explicitPolicy)
    this.#policyMapping = decrement(this.#policyMapping)
    this.#inhibitAnyPolicy = decrement(this.#inhibitAnyPolicy)
  }
}

const unconstrained: PolicyConstraints = Object.freeze({ requireExplicitPolicy: null, inhibitPolicyMapping: null })

function mapsAnyPolicy ({ issuerDomainPolicy, subjectDomainPolicy }: PolicyMapping): boolean {
  return issuerDomainPolicy === ANY_POLICY || subjectDomainPolicy === ANY_POLICY
}

function decrement (certificates: number): number {
  return Math.max(0, certificates - 1)
}
