import type { DerCursor } from '../../der/der-cursor.js'
import { readNamedBits } from '../../der/named-bits.js'
import { constructed, primitive, Tag } from '../../der/tags.js'
import { readGeneralName, readGeneralNames, type GeneralName } from '../../names/general-name.js'
import { readDistributionPointName, type DistributionPointName } from './distribution-point-name.js'

/** RFC 5280 §4.2.1.13: where a CRL is found that speaks of the certificate. */
export interface DistributionPoint {
  readonly distributionPoint: DistributionPointName | null
  /** ReasonFlags, bit n is `1 << n`. `null`: all reasons. */
  readonly reasons: number | null
  /** `null`: the issuer of the certificate. */
  readonly cRLIssuer: readonly GeneralName[] | null
}

/** RFC 5280 §4.2.1.13: CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint */
export function readCRLDistributionPoints (cursor: DerCursor): readonly DistributionPoint[] {
  const points: DistributionPoint[] = []
  const outer = cursor.enter(Tag.SEQUENCE)
  do points.push(readDistributionPoint(cursor))
  while (cursor.hasNext())
  cursor.leave(outer)
  return points
}

/**
 * DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }, each OPTIONAL. It must not
 * consist of the reasons alone.
 */
function readDistributionPoint (cursor: DerCursor): DistributionPoint {
  const outer = cursor.enter(Tag.SEQUENCE)
  const distributionPoint = cursor.peek() === constructed(0) ? readDistributionPointName(cursor) : null
  const reasons = cursor.peek() === primitive(1) ? readNamedBits(cursor, primitive(1)) : null
  const cRLIssuer = cursor.hasNext() ? readGeneralNames(cursor, constructed(2)) : null
  cursor.leave(outer)
  if (distributionPoint === null && cRLIssuer === null) cursor.fail('DistributionPoint without a name')
  return { distributionPoint, reasons, cRLIssuer }
}

/** RFC 5280 §4.2.2.1: what the issuer offers, and where. */
export interface AccessDescription {
  /** OID. */
  readonly accessMethod: string
  readonly accessLocation: GeneralName
}

/** RFC 5280 §4.2.2.1: AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF { accessMethod, accessLocation } */
export function readAuthorityInfoAccess (cursor: DerCursor): readonly AccessDescription[] {
  const descriptions: AccessDescription[] = []
  const outer = cursor.enter(Tag.SEQUENCE)
  do {
    const description = cursor.enter(Tag.SEQUENCE)
    descriptions.push({ accessMethod: cursor.objectIdentifier(), accessLocation: readGeneralName(cursor) })
    cursor.leave(description)
  } while (cursor.hasNext())
  cursor.leave(outer)
  return descriptions
}
