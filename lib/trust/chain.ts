import type { Certificate } from './certificate/certificate.js'
import type { ChainBudget } from './path/budget.js'
import type { Period } from './path/unchanging-period.js'
import type { Revocation } from './revocation/revocation.js'

/** One certificate of a chain, with the bits that concern it (CERT_CHAIN_ELEMENT). */
export interface ChainElement {
  readonly certificate: Certificate
  /** CertTrust bits of this certificate. */
  readonly errorStatus: number
  /** CertTrustInfo bits of this certificate. */
  readonly infoStatus: number
  /** Why and since when it is revoked; `null` unless IS_REVOKED is set. */
  readonly revocation: Revocation | null
}

/** A limit of the chain building that ended the search. */
export type BudgetLimit = keyof ChainBudget

/** What was found out about a certificate (CERT_CHAIN_CONTEXT). Frozen. */
export interface CertificateChain {
  /** CertTrust bits: those of all elements together, and those that concern the chain alone. 0 = trusted. */
  readonly errorStatus: number
  /** CertTrustInfo bits of the chain. */
  readonly infoStatus: number
  /** From the leaf to the root. Empty if the leaf can't be decoded at all. */
  readonly elements: readonly ChainElement[]
  /** RFC 5280 §6.1.6: the policies (OIDs) that the path is valid for, out of those that the caller accepts. */
  readonly userConstrainedPolicySet: readonly string[]
  /** How many signatures were verified for this answer; 0 when all were known already. */
  readonly signatureChecks: number
  /** The limit that ended the search for a better chain, if one did. */
  readonly budgetExceeded: BudgetLimit | null
  /**
   * The time in which the answer stays the same: nothing that matters to it begins or ends to be valid. Milliseconds
   * since 1970, both inclusive.
   */
  readonly period: Period
}
