import type { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { checkGeneralNames } from '../names/general-name.js'
import { CertTrust } from '../status.js'
import { checkAuthorityInfoAccess, checkCRLDistributionPoints } from './extensions/access-points.js'
import { readBasicConstraints, type BasicConstraints } from './extensions/basic-constraints.js'
import { readExtendedKeyUsage } from './extensions/extended-key-usage.js'
import {
  readAuthorityKeyIdentifier, readSubjectKeyIdentifier, type AuthorityKeyIdentifier
} from './extensions/key-identifiers.js'
import { readKeyUsage } from './extensions/key-usage.js'
import { checkNameConstraints } from './extensions/name-constraints.js'
import {
  checkInhibitAnyPolicy, checkPolicyConstraints, checkPolicyMappings, readCertificatePolicies
} from './extensions/policies.js'

/** What the engine reads from extensions. `null`: the certificate has no such extension. */
export interface ExtensionFields {
  basicConstraints: BasicConstraints | null
  keyUsage: number | null
  extKeyUsage: readonly string[] | null
  applicationPolicies: readonly string[] | null
  authorityKeyIdentifier: AuthorityKeyIdentifier | null
  subjectKeyIdentifier: Uint8Array | null
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

function field<Key extends keyof ExtensionFields> (
  key: Key,
  read: (cursor: DerCursor) => ExtensionFields[Key],
  least: ExtensionFields[Key]
): ExtensionRule {
  return {
    read: (cursor, fields) => { fields[key] = read(cursor) },
    malformed: INVALID_EXTENSION,
    refuse: (fields) => { fields[key] = least }
  }
}

function checked (check: (cursor: DerCursor) => void, malformed: number = INVALID_EXTENSION): ExtensionRule {
  return { read: check, malformed, refuse: () => {} }
}

function checkAlternativeNames (cursor: DerCursor): void {
  checkGeneralNames(cursor, Tag.SEQUENCE)
}

/**
 * The extensions that are understood. Any other one is unknown: refused if it is critical, else of no effect
 * (RFC 5280 §4.2). An anchor is read by the same rules.
 *
 * Departure: whether an extension that is understood is critical does not matter. RFC 5280 says which ones a CA must
 * mark; the path validation of §6.1 does not ask, nor do Windows and OpenSSL.
 */
export const extensionProfile: ReadonlyMap<string, ExtensionRule> = new Map([
  ['2.5.29.19', field('basicConstraints', readBasicConstraints, { cA: false, pathLenConstraint: null })],
  ['2.5.29.15', field('keyUsage', readKeyUsage, 0)],
  ['2.5.29.37', field('extKeyUsage', readExtendedKeyUsage, [])],
  ['1.3.6.1.4.1.311.21.10', field('applicationPolicies', readCertificatePolicies, [])],
  ['2.5.29.35', field('authorityKeyIdentifier', readAuthorityKeyIdentifier, null)],
  ['2.5.29.14', field('subjectKeyIdentifier', readSubjectKeyIdentifier, null)],
  ['2.5.29.17', checked(checkAlternativeNames)], // subjectAltName
  ['2.5.29.18', checked(checkAlternativeNames)], // issuerAltName
  ['2.5.29.30', checked(checkNameConstraints, INVALID_EXTENSION | INVALID_NAME_CONSTRAINTS)],
  ['2.5.29.32', checked(readCertificatePolicies, INVALID_EXTENSION | INVALID_POLICY_CONSTRAINTS)],
  ['2.5.29.33', checked(checkPolicyMappings, INVALID_EXTENSION | INVALID_POLICY_CONSTRAINTS)],
  ['2.5.29.36', checked(checkPolicyConstraints, INVALID_EXTENSION | INVALID_POLICY_CONSTRAINTS)],
  ['2.5.29.54', checked(checkInhibitAnyPolicy, INVALID_EXTENSION | INVALID_POLICY_CONSTRAINTS)],
  ['2.5.29.31', checked(checkCRLDistributionPoints)],
  ['1.3.6.1.5.5.7.1.1', checked(checkAuthorityInfoAccess)]
])
