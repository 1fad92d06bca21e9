import {
  readDistributionPointName, type DistributionPointName
} from '../certificate/extensions/distribution-point-name.js'
import type { DerCursor } from '../der/der-cursor.js'
import { readNamedBits } from '../der/named-bits.js'
import { constructed, primitive, Tag } from '../der/tags.js'

/** RFC 5280 §5.2.5: which certificates a CRL speaks of. */
export interface IssuingDistributionPoint {
  /** The whole extension's value: two CRLs have the same scope if it is the same (§5.2.4(b)). */
  readonly der: Uint8Array
  readonly distributionPoint: DistributionPointName | null
  readonly onlyContainsUserCerts: boolean
  readonly onlyContainsCACerts: boolean
  /** ReasonFlags, bit n is `1 << n`. `null`: all reasons. */
  readonly onlySomeReasons: number | null
  readonly indirectCRL: boolean
  readonly onlyContainsAttributeCerts: boolean
}

/**
 * IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0], onlyContainsUserCerts [1], onlyContainsCACerts [2],
 * onlySomeReasons [3], indirectCRL [4], onlyContainsAttributeCerts [5] }, each OPTIONAL or FALSE. Throws a DerError.
 *
 * Departures: an encoded FALSE is read, as in other extensions; so is an empty sequence, which says nothing.
 */
export function readIssuingDistributionPoint (cursor: DerCursor): IssuingDistributionPoint {
  const flag = (tag: number): boolean => cursor.peek() === primitive(tag) && cursor.boolean(primitive(tag))
  const start = cursor.position
  const outer = cursor.enter(Tag.SEQUENCE)
  const fields = {
    distributionPoint: cursor.peek() === constructed(0) ? readDistributionPointName(cursor) : null,
    onlyContainsUserCerts: flag(1),
    onlyContainsCACerts: flag(2),
    onlySomeReasons: cursor.peek() === primitive(3) ? readNamedBits(cursor, primitive(3)) : null,
    indirectCRL: flag(4),
    onlyContainsAttributeCerts: flag(5)
  }
  cursor.leave(outer)
  return { der: cursor.elementFrom(start), ...fields }
}
