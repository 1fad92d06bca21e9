import type { Extension } from './extensions.js'
import { CertTrust } from '../status.js'

const { INVALID_EXTENSION, HAS_NOT_SUPPORTED_CRITICAL_EXT, HAS_NOT_SUPPORTED_NAME_CONSTRAINT } = CertTrust

const UNSUPPORTED = INVALID_EXTENSION | HAS_NOT_SUPPORTED_CRITICAL_EXT

/**
 * Extensions that are understood but that the engine does not enforce yet, with the CertTrust bits that keep it from
 * accepting what they might forbid. This file goes, entry by entry, as they are enforced.
 */
const notYetEnforced: ReadonlyMap<string, { critical: number, nonCritical: number }> = new Map([
  ['2.5.29.30', { critical: UNSUPPORTED, nonCritical: HAS_NOT_SUPPORTED_NAME_CONSTRAINT }] // nameConstraints
])

export function unenforcedBits ({ oid, critical }: Extension): number {
  return notYetEnforced.get(oid)?.[critical ? 'critical' : 'nonCritical'] ?? 0
}
