import type { DerCursor } from '../../der/der-cursor.js'
import { primitive, Tag } from '../../der/tags.js'

/** RFC 5280 §4.2.1.4 */
export const ANY_POLICY = '2.5.29.32.0'

/** RFC 5280 §4.2.1.5 */
export interface PolicyMapping {
  readonly issuerDomainPolicy: string
  readonly subjectDomainPolicy: string
}

/** RFC 5280 §4.2.1.11: after how many certificates each begins. `null`: never. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
}

/** RFC 5280 §4.2.1.4: CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation */
export function readCertificatePolicies (cursor: DerCursor): readonly string[] {
  const policies = readPolicies(cursor)
  return policies.length > 0 ? policies : cursor.fail('certificatePolicies empty')
}

/**
 * SEQUENCE OF PolicyInformation. A policy must not appear twice. What is in a qualifier is not looked at.
 *
 * Microsoft's application policies (1.3.6.1.4.1.311.21.10) have this form; there may be none (observed on Windows).
 */
export function readPolicies (cursor: DerCursor): readonly string[] {
  const policies = new Set<string>()
  const outer = cursor.enter(Tag.SEQUENCE)
  while (cursor.hasNext()) {
    const policy = readPolicyInformation(cursor)
    if (policies.has(policy)) cursor.fail('policy repeated')
    policies.add(policy)
  }
  cursor.leave(outer)
  return [...policies]
}

/** PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE SIZE (1..MAX) OF … OPTIONAL } */
function readPolicyInformation (cursor: DerCursor): string {
  const outer = cursor.enter(Tag.SEQUENCE)
  const policyIdentifier = cursor.objectIdentifier()
  if (cursor.hasNext()) {
    const qualifiers = cursor.enter(Tag.SEQUENCE)
    do checkPolicyQualifier(cursor)
    while (cursor.hasNext())
    cursor.leave(qualifiers)
  }
  cursor.leave(outer)
  return policyIdentifier
}

/** PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier ANY } */
function checkPolicyQualifier (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  cursor.objectIdentifier()
  cursor.any()
  cursor.leave(outer)
}

/** RFC 5280 §4.2.1.5: PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE */
export function readPolicyMappings (cursor: DerCursor): readonly PolicyMapping[] {
  const mappings: PolicyMapping[] = []
  const outer = cursor.enter(Tag.SEQUENCE)
  do mappings.push(readPolicyMapping(cursor))
  while (cursor.hasNext())
  cursor.leave(outer)
  return mappings
}

/** SEQUENCE { issuerDomainPolicy, subjectDomainPolicy } */
function readPolicyMapping (cursor: DerCursor): PolicyMapping {
  const outer = cursor.enter(Tag.SEQUENCE)
  const issuerDomainPolicy = cursor.objectIdentifier()
  const subjectDomainPolicy = cursor.objectIdentifier()
  cursor.leave(outer)
  return { issuerDomainPolicy, subjectDomainPolicy }
}

/**
 * RFC 5280 §4.2.1.11: PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0], inhibitPolicyMapping [1] }, both
 * INTEGER (0..MAX) OPTIONAL. An empty sequence is not allowed.
 */
export function readPolicyConstraints (cursor: DerCursor): PolicyConstraints {
  const outer = cursor.enter(Tag.SEQUENCE)
  if (!cursor.hasNext()) cursor.fail('policyConstraints empty')
  const requireExplicitPolicy = cursor.peek() === primitive(0) ? cursor.unsigned(primitive(0)) : null
  const inhibitPolicyMapping = cursor.hasNext() ? cursor.unsigned(primitive(1)) : null
  cursor.leave(outer)
  return { requireExplicitPolicy, inhibitPolicyMapping }
}

/** RFC 5280 §4.2.1.14: InhibitAnyPolicy ::= INTEGER (0..MAX) */
export function readInhibitAnyPolicy (cursor: DerCursor): number {
  return cursor.unsigned()
}
