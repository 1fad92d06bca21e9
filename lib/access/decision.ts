import type { ErrorCode } from '../errors.js'
import type { VirtualRoot } from '../site/virtual-roots.js'
import type { CertificateChain } from '../trust/chain.js'

/** The pseudo-user that a certificate was mapped to. */
export interface MappedUser {
  readonly name: string
  readonly groups: readonly string[]
  /** The user is in the site's AdminUsers. */
  readonly isAdministrator: boolean
}

/** The steps of a decision, in their order (behaviour.md 2); the last where the site has a `mapUser`. */
export type StepName =
  'virtualRoot' | 'transport' | 'host' | 'certificate' | 'trust' | 'mapping' | 'access' | 'permissions' | 'mapUser'

/** One step of a decision. */
export interface Step {
  readonly step: StepName
  /** What the step looked at. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** `'skipped'`: the virtual root does not ask for this step. */
  readonly outcome: 'passed' | 'refused' | 'skipped'
  /** Why, in words for the operator. */
  readonly reason: string
}

/** Whether a request may enter, and every step that led to that. */
export interface Decision {
  /** Only `true` admits. */
  readonly admitted: boolean
  /** The refusal's code, e.g. `'FST_CE_CERT_REQUIRED'`; `null` when admitted. */
  readonly code: ErrorCode | null
  /** The refusal's HTTP status; `null` when admitted: the handler answers. */
  readonly statusCode: number | null
  /** The refusal's sub-status, e.g. `'403.7'`; `null` when admitted. */
  readonly subStatus: string | null
  /** Where the request is sent instead (FST_CE_CERT_HOST); else `null`. */
  readonly location: string | null
  /** The virtual root that governs the path, tightened by the route's own options; `null` if none does. */
  readonly virtualRoot: VirtualRoot | null
  /** `null` if nobody was mapped. */
  readonly pseudoUser: MappedUser | null
  /** The verified chain of the client's certificate; `null` if none was asked for or none came. */
  readonly chain: CertificateChain | null
  /** From the first to the last that was taken; a refusal is the last step. */
  readonly steps: readonly Step[]
}
