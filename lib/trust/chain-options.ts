import { boolean, objectIdentifier, oneOf, options, wrong } from '../validation.js'
import type { CertificateSource } from './certificate/certificate-source.js'
import { ANY_POLICY } from './certificate/extensions/policies.js'
import { KeyPurpose } from './path/checks/usage.js'
import type { PolicyInputs } from './policy/policy-inputs.js'
import type { CertificateRevocationList } from './revocation/certificate-revocation-list.js'
import { readCrls, type CrlSource } from './revocation/crl-source.js'
import { ocspSources, type OcspSource } from './revocation/ocsp/ocsp-source.js'

export const revocationModes = ['none', 'endCertificate', 'chain', 'chainExcludeRoot'] as const

/**
 * Whose revocation is checked: nobody's, the leaf's, that of all, or of all but the root. Of a root it is asked only
 * whether its own CRL revokes it.
 */
export type RevocationMode = typeof revocationModes[number]

/** What a chain is asked for. */
export interface ChainOptions {
  /** What the peer sent besides its own certificate. What can't be decoded is no candidate. Default: none. */
  additionalCertificates?: CertificateSource | readonly CertificateSource[] | undefined
  /** The moment at which the chain shall be valid. Default: now. */
  time?: Date | undefined
  /** What the leaf is used for: a name, the OID of a key purpose (RFC 5280 §4.2.1.12), or null for any. */
  usage?: 'clientAuth' | 'serverAuth' | (string & {}) | null | undefined
  /** Default: `'none'`; `'chainExcludeRoot'` where CRLs or OCSP responses are given, to the engine or here. */
  revocation?: RevocationMode | undefined
  /**
   * More CRLs, for this call: DER or PEM, which are read each time, or `CertificateRevocationList`s. Those that stay
   * are better given to the engine.
   */
  crls?: CrlSource | readonly CrlSource[] | undefined
  /**
   * More OCSP responses, for this call, in DER: those that a peer sent (stapled, RFC 6066 §8). What can't be decoded is
   * no answer.
   */
  ocspResponses?: OcspSource | readonly OcspSource[] | undefined
  /**
   * RFC 5280 §6.1.1(c): OIDs of the acceptable policies; an empty array accepts none. It refuses nobody unless an
   * explicit policy is required, by a certificate or by `requireExplicitPolicy`. Default: anyPolicy.
   */
  initialPolicySet?: readonly string[] | undefined
  /** RFC 5280 §6.1.1(e). Default: false. */
  requireExplicitPolicy?: boolean | undefined
  /** RFC 5280 §6.1.1(d). Default: false. */
  inhibitPolicyMapping?: boolean | undefined
  /** RFC 5280 §6.1.1(f). Default: false. */
  inhibitAnyPolicy?: boolean | undefined
}

/** Chain options, checked, with their defaults. */
export interface ChainRequest extends PolicyInputs {
  readonly additionalCertificates: readonly CertificateSource[]
  /** Milliseconds since 1970. */
  readonly time: number
  /** OID; null = any. */
  readonly usage: string | null
  readonly revocation: RevocationMode
  readonly crls: readonly CertificateRevocationList[]
  readonly ocspResponses: readonly OcspSource[]
}

const known = [
  'additionalCertificates', 'time', 'usage', 'revocation', 'crls', 'ocspResponses', 'initialPolicySet',
  'requireExplicitPolicy', 'inhibitPolicyMapping', 'inhibitAnyPolicy'
] as const

/** The initial-policy-set of those who ask for none. */
export const ANY_POLICY_SET: ReadonlySet<string> = new Set([ANY_POLICY])

/** Throws a TypeError that names the option. */
export function readChainOptions (given: ChainOptions, engineKnowsRevocation: boolean): ChainRequest {
  options(given, known, 'options of getCertificateChain')
  const { additionalCertificates = [], time, usage = 'clientAuth', crls, initialPolicySet } = given
  const {
    ocspResponses = [], requireExplicitPolicy = false, inhibitPolicyMapping = false, inhibitAnyPolicy = false
  } = given
  const ownCrls = crls === undefined ? [] : readCrls(crls, 'crls')
  const stapled = ocspSources(ocspResponses, 'ocspResponses')
  const isKnown = engineKnowsRevocation || ownCrls.length > 0 || stapled.length > 0
  const { revocation = isKnown ? 'chainExcludeRoot' : 'none' } = given
  return {
    additionalCertificates: Array.isArray(additionalCertificates) ? additionalCertificates : [additionalCertificates],
    time: time === undefined ? Date.now() : readTime(time),
    usage: readUsage(usage),
    revocation: oneOf(revocation, revocationModes, 'revocation'),
    crls: ownCrls,
    ocspResponses: stapled,
    initialPolicySet: readPolicySet(initialPolicySet),
    requireExplicitPolicy: boolean(requireExplicitPolicy, 'requireExplicitPolicy'),
    inhibitPolicyMapping: boolean(inhibitPolicyMapping, 'inhibitPolicyMapping'),
    inhibitAnyPolicy: boolean(inhibitAnyPolicy, 'inhibitAnyPolicy')
  }
}

function readTime (time: Date): number {
  if (!(time instanceof Date) || Number.isNaN(time.getTime())) throw wrong('time', time, 'a valid Date')
  return time.getTime()
}

function readUsage (usage: string | null): string | null {
  if (usage === null) return null
  if (usage === 'clientAuth' || usage === 'serverAuth') return KeyPurpose[usage]
  return objectIdentifier(usage, 'usage')
}

function readPolicySet (policies: readonly string[] | undefined): ReadonlySet<string> {
  if (policies === undefined) return ANY_POLICY_SET
  if (!Array.isArray(policies)) throw wrong('initialPolicySet', policies, 'an array of OIDs')
  return new Set(policies.map((policy, index) => objectIdentifier(policy, `initialPolicySet[${index}]`)))
}
