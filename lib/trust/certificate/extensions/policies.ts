import type { DerCursor } from '../../der/der-cursor.js'
import { primitive, Tag } from '../../der/tags.js'

/**
 * RFC 5280 §4.2.1.4: CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation. A policy must not appear
 * twice. Microsoft's application policies (1.3.6.1.4.1.311.21.10) have the same form. What is in a qualifier is not
 * looked at.
 */
export function readCertificatePolicies (cursor: DerCursor): readonly string[] {
  const policies = new Set<string>()
  const outer = cursor.enter(Tag.SEQUENCE)
  do {
    const policy = readPolicyInformation(cursor)
    if (policies.has(policy)) cursor.fail('policy repeated')
    policies.add(policy)
  } while (cursor.hasNext())
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

/**
 * RFC 5280 §4.2.1.5: PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy
 * }
 */
export function checkPolicyMappings (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  do {
    const mapping = cursor.enter(Tag.SEQUENCE)
    cursor.objectIdentifier()
    cursor.objectIdentifier()
    cursor.leave(mapping)
  } while (cursor.hasNext())
  cursor.leave(outer)
}

/**
 * RFC 5280 §4.2.1.11: PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0], inhibitPolicyMapping [1] }, both
 * INTEGER (0..MAX) OPTIONAL. An empty sequence is not allowed.
 */
export function checkPolicyConstraints (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  if (!cursor.hasNext()) cursor.fail('policyConstraints empty')
  if (cursor.peek() === primitive(0)) cursor.unsigned(primitive(0))
  if (cursor.hasNext()) cursor.unsigned(primitive(1))
  cursor.leave(outer)
}

/** RFC 5280 §4.2.1.14: InhibitAnyPolicy ::= INTEGER (0..MAX) */
export function checkInhibitAnyPolicy (cursor: DerCursor): void {
  cursor.unsigned()
}
