/** What a caller asks of the policies of a path. */
export interface PolicyInputs {
  /** RFC 5280 §6.1.1(c): OIDs; anyPolicy in it accepts each. */
  readonly initialPolicySet: ReadonlySet<string>
  /** RFC 5280 §6.1.1(e) */
  readonly requireExplicitPolicy: boolean
  /** RFC 5280 §6.1.1(d) */
  readonly inhibitPolicyMapping: boolean
  /** RFC 5280 §6.1.1(f) */
  readonly inhibitAnyPolicy: boolean
}
