import type { Extension } from './extensions.js'
import { CertTrust } from '../status.js'

const {
  INVALID_EXTENSION, HAS_NOT_SUPPORTED_CRITICAL_EXT, HAS_NOT_SUPPORTED_NAME_CONSTRAINT, INVALID_POLICY_CONSTRAINTS
} = CertTrust

const UNSUPPORTED = INVALID_EXTENSION | HAS_NOT_SUPPORTED_CRITICAL_EXT

/**
 * Extensions that are understood but that the engine does not enforce yet, with the CertTrust bits that keep it from
 * accepting what they might forbid. This file goes, entry by entry, as they are enforced.
 *
 * The others of these extensions change no verdict while they are not critical and no caller can ask for a policy.
 */
const notYetEnforced: ReadonlyMap<string, { critical: number, nonCritical: number }> = new Map([
  ['2.5.29.30', { critical: UNSUPPORTED, nonCritical: HAS_NOT_SUPPORTED_NAME_CONSTRAINT }], // nameConstraints
  ['2.5.29.32', { critical: UNSUPPORTED, nonCritical: 0 }], // certificatePolicies
  ['2.5.29.33', { critical: UNSUPPORTED, nonCritical: 0 }], // policyMappings
  ['2.5.29.36', { critical: UNSUPPORTED, nonCritical: INVALID_POLICY_CONSTRAINTS }], // policyConstraints
  ['2.5.29.54', { critical: UNSUPPORTED, nonCritical: 0 }], // inhibitAnyPolicy
  ['1.3.6.1.4.1.311.21.10', { critical: UNSUPPORTED, nonCritical: 0 }] // application policies
])

export function unenforcedBits ({ oid, critical }: Extension): number {
  return notYetEnforced.get(oid)?.[critical ? 'critical' : 'nonCritical'] ?? 0
}
