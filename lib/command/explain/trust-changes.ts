import type { Decision } from '../../access/decision.js'
import { unforgivenBits } from '../../access/client-chain.js'
import type { SiteOptions } from '../../site/options.js'
import type { CertificateSource } from '../../trust/certificate/certificate-source.js'
import type { CertificateChain } from '../../trust/chain.js'
import { CertTrust } from '../../trust/status.js'
import type { SiteChange } from './site-changes.js'

/** What the operator could write otherwise where a chain is not trusted. */
export function trustChanges (options: SiteOptions, { chain }: Decision): SiteChange[] {
  const { certTrustOverride = 0 } = options
  const bits = unforgivenBits({ certTrustOverride }, chain!)
  const has = (...names: ReadonlyArray<Exclude<keyof typeof CertTrust, 'namesOf' | 'ALL'>>): boolean => {
    return names.some((name) => (bits & CertTrust[name]) !== 0)
  }
  const override = (certTrustOverride | bits) >>> 0
  return [
    ...has('IS_UNTRUSTED_ROOT', 'IS_PARTIAL_CHAIN') ? anchorChange(options, chain!) : [],
    ...has('REVOCATION_STATUS_UNKNOWN', 'IS_OFFLINE_REVOCATION', 'IS_REVOKED') ? [revocationChange(options)] : [],
    ...has('HAS_WEAK_SIGNATURE') ? strengthChanges(options) : [],
    ...has('IS_EXPLICIT_DISTRUST') ? [distrustChange(options)] : [],
    [
      `with certTrustOverride ${CertTrust.namesOf(bits).join(', ')} (0x${override.toString(16)}), a last resort`,
      { ...options, certTrustOverride: override }
    ]
  ]
}

/** The chain ends in an authority that could be trusted. */
function anchorChange (options: SiteOptions, { elements }: CertificateChain): SiteChange[] {
  const end = elements.at(-1)?.certificate
  if (end?.basicConstraints?.cA !== true) return []
  const anchors = [options.trustAnchors as CertificateSource | readonly CertificateSource[]].flat()
  return [[`with ${end.subject} among the trustAnchors`, { ...options, trustAnchors: [...anchors, end.raw] }]]
}

function revocationChange ({ revocationSources, ...options }: SiteOptions): SiteChange {
  return ["with revocation 'none', which admits revoked certificates", { ...options, revocation: 'none' }]
}

function strengthChanges (options: SiteOptions): SiteChange[] {
  return (['windows', 'any'] as const).map((strength) => [`with strength '${strength}'`, { ...options, strength }])
}

function distrustChange ({ distrusted, ...options }: SiteOptions): SiteChange {
  return ['without distrusted', options]
}
