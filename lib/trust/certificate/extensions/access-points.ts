import type { DerCursor } from '../../der/der-cursor.js'
import { constructed, primitive, Tag } from '../../der/tags.js'
import { checkGeneralName, checkGeneralNames } from '../../names/general-name.js'
import { walkRelativeDistinguishedName } from '../../names/relative-distinguished-name.js'

/** RFC 5280 §4.2.1.13: CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint */
export function checkCRLDistributionPoints (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  do checkDistributionPoint(cursor)
  while (cursor.hasNext())
  cursor.leave(outer)
}

/**
 * DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }, each OPTIONAL. It must not
 * consist of the reasons alone.
 */
function checkDistributionPoint (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  const isNamed = cursor.peek() === constructed(0)
  if (isNamed) checkDistributionPointName(cursor)
  if (cursor.peek() === primitive(1)) cursor.bitString(primitive(1))
  const hasIssuer = cursor.hasNext()
  if (hasIssuer) checkGeneralNames(cursor, constructed(2))
  cursor.leave(outer)
  if (!isNamed && !hasIssuer) cursor.fail('DistributionPoint without a name')
}

/**
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1]
 * RelativeDistinguishedName }
 */
function checkDistributionPointName (cursor: DerCursor): void {
  const outer = cursor.enter(constructed(0))
  if (cursor.peek() === constructed(1)) walkRelativeDistinguishedName(cursor, () => {}, constructed(1))
  else checkGeneralNames(cursor, constructed(0))
  cursor.leave(outer)
}

/** RFC 5280 §4.2.2.1: AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF { accessMethod, accessLocation } */
export function checkAuthorityInfoAccess (cursor: DerCursor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  do {
    const description = cursor.enter(Tag.SEQUENCE)
    cursor.objectIdentifier()
    checkGeneralName(cursor)
    cursor.leave(description)
  } while (cursor.hasNext())
  cursor.leave(outer)
}
