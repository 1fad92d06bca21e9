import type { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { readGeneralNames } from '../names/general-name.js'
import { CertTrust } from '../status.js'
import {
  readAuthorityInfoAccess, readCRLDistributionPoints, type DistributionPoint
} from './extensions/access-points.js'
import { readBasicConstraints, type BasicConstraints } from './extensions/basic-constraints.js'
import { readExtendedKeyUsage } from './extensions/extended-key-usage.js'
import {
  readAuthorityKeyIdentifier, readSubjectKeyIdentifier, type AuthorityKeyIdentifier
} from './extensions/key-identifiers.js'
import { readKeyUsage } from './extensions/key-usage.js'
import { readNameConstraints } from './extensions/name-constraints.js'
import {
  readCertificatePolicies, readInhibitAnyPolicy, readPolicies, readPolicyConstraints, readPolicyMappings,
  type PolicyConstraints, type PolicyMapping
} from './extensions/policies.js'

/** What the engine reads from extensions. `null`: the certificate has no such extension. */
export interface ExtensionFields {
  basicConstraints: BasicConstraints | null
  keyUsage: number | null
  extKeyUsage: readonly string[] | null
  applicationPolicies: readonly string[] | null
  certificatePolicies: readonly string[] | null
  policyMappings: readonly PolicyMapping[] | null
  policyConstraints: PolicyConstraints | null
  inhibitAnyPolicy: number | null
  authorityKeyIdentifier: AuthorityKeyIdentifier | null
  subjectKeyIdentifier: Uint8Array | null
  subjectAltName: Uint8Array | null
  nameConstraints: Uint8Array | null
  cRLDistributionPoints: readonly DistributionPoint[] | null
}

/** How one kind of extension is treated. */
export interface ExtensionRule {
  /** Reads the extension's value. Throws a DerError. */
  readonly read: (cursor: DerCursor, fields: ExtensionFields) => void
  /** CertTrust bits of a malformed or repeated one. */
  readonly malformed: number
  /**
   * Puts the reading that allows least in the place of a malformed or repeated one, so that forgiving
   * INVALID_EXTENSION gives nobody more than the extension could have.
   */
  readonly refuse: (fields: ExtensionFields) => void
}

const { INVALID_EXTENSION, INVALID_NAME_CONSTRAINTS, INVALID_POLICY_CONSTRAINTS } = CertTrust
const INVALID_NAMES = INVALID_EXTENSION | INVALID_NAME_CONSTRAINTS
const INVALID_POLICY = INVALID_EXTENSION | INVALID_POLICY_CONSTRAINTS

function field<Key extends keyof ExtensionFields> (
  key: Key,
  read: (cursor: DerCursor) => ExtensionFields[Key],
  least: ExtensionFields[Key],
  malformed: number = INVALID_EXTENSION
): ExtensionRule {
  return {
    read: (cursor, fields) => { fields[key] = read(cursor) },
    malformed,
    refuse: (fields) => { fields[key] = least }
  }
}

function checked (check: (cursor: DerCursor) => void): ExtensionRule {
  return { read: check, malformed: INVALID_EXTENSION, refuse: () => {} }
}

function checkAlternativeNames (cursor: DerCursor): void {
  readGeneralNames(cursor, Tag.SEQUENCE)
}

/** The whole value, checked: many certificates have it, few verdicts need what is in it. */
function valueAfter (check: (cursor: DerCursor) => void): (cursor: DerCursor) => Uint8Array {
  return (cursor) => {
    const start = cursor.position
    check(cursor)
    return cursor.elementFrom(start)
  }
}

const UNREADABLE = new Uint8Array(0)

const mostConstrained: PolicyConstraints = Object.freeze({ requireExplicitPolicy: 0, inhibitPolicyMapping: 0 })

/**
 * The extensions that are understood. Any other one is unknown: refused if it is critical, else of no effect
 * (RFC 5280 §4.2). An anchor is read by the same rules.
 *
 * Departure: whether an extension that is understood is critical does not matter. RFC 5280 says which ones a CA must
 * mark; the path validation of §6.1 does not ask, nor do Windows and OpenSSL.
 *
 * What policies are read from counts as a policy extension, key purposes and Microsoft's application policies among
 * them: the bits of a malformed one are those observed on Windows, on the certificate that carries it.
 *
 * Departure from Windows: its mappings of application policies (1.3.6.1.4.1.311.21.11) and their constraints (….12) are
 * unknown here. Nobody's key purpose is mapped, and a critical one is refused.
 */
export const extensionProfile: ReadonlyMap<string, ExtensionRule> = new Map([
  ['2.5.29.19', field('basicConstraints', readBasicConstraints, { cA: false, pathLenConstraint: null })],
  ['2.5.29.15', field('keyUsage', readKeyUsage, 0)],
  ['2.5.29.37', field('extKeyUsage', readExtendedKeyUsage, [], INVALID_POLICY)],
  ['1.3.6.1.4.1.311.21.10', field('applicationPolicies', readPolicies, [], INVALID_POLICY)],
  ['2.5.29.35', field('authorityKeyIdentifier', readAuthorityKeyIdentifier, null)],
  ['2.5.29.14', field('subjectKeyIdentifier', readSubjectKeyIdentifier, null)],
  ['2.5.29.17', field('subjectAltName', valueAfter(checkAlternativeNames), UNREADABLE)],
  ['2.5.29.18', checked(checkAlternativeNames)], // issuerAltName
  ['2.5.29.30', field('nameConstraints', valueAfter(readNameConstraints), null, INVALID_NAMES)],
  ['2.5.29.32', field('certificatePolicies', readCertificatePolicies, [], INVALID_POLICY)],
  ['2.5.29.33', field('policyMappings', readPolicyMappings, [], INVALID_POLICY)],
  ['2.5.29.36', field('policyConstraints', readPolicyConstraints, mostConstrained, INVALID_POLICY)],
  ['2.5.29.54', field('inhibitAnyPolicy', readInhibitAnyPolicy, 0, INVALID_POLICY)],
  ['2.5.29.31', field('cRLDistributionPoints', readCRLDistributionPoints, null)],
  ['1.3.6.1.5.5.7.1.1', checked(readAuthorityInfoAccess)]
])
