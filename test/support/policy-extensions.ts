/** Extensions about policies, for the certificates of `pki.ts`. */
import { element, integer, objectIdentifier, sequence } from './der.js'
import { Extension } from './pki.js'

export const ANY_POLICY = '2.5.29.32.0'

export function certificatePolicies (...policies: string[]): Extension {
  return new Extension('2.5.29.32', false, policyList(policies))
}

/** Microsoft's, of the same form. */
export function applicationPolicies (...policies: string[]): Extension {
  return new Extension('1.3.6.1.4.1.311.21.10', false, policyList(policies))
}

/** Pairs of issuerDomainPolicy and subjectDomainPolicy. */
export function policyMappings (...pairs: Array<readonly [issuer: string, subject: string]>): Extension {
  return new Extension('2.5.29.33', true, sequence(...pairs.map((pair) => sequence(...pair.map(objectIdentifier)))))
}

/** Up to 127. */
interface SkipCertificates {
  requireExplicitPolicy?: number
  inhibitPolicyMapping?: number
}

export function policyConstraints ({ requireExplicitPolicy, inhibitPolicyMapping }: SkipCertificates): Extension {
  return new Extension('2.5.29.36', true, sequence(
    requireExplicitPolicy === undefined ? '' : element(0x80, Buffer.of(requireExplicitPolicy)),
    inhibitPolicyMapping === undefined ? '' : element(0x81, Buffer.of(inhibitPolicyMapping))
  ))
}

export function inhibitAnyPolicy (number: number): Extension {
  return new Extension('2.5.29.54', true, integer(Buffer.of(number)))
}

function policyList (policies: readonly string[]): Buffer {
  return sequence(...policies.map((policy) => sequence(objectIdentifier(policy))))
}
