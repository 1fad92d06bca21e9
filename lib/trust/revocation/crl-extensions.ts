import { walkExtension } from '../certificate/extensions.js'
import {
  readAuthorityInfoAccess, readCRLDistributionPoints, type DistributionPoint
} from '../certificate/extensions/access-points.js'
import { readAuthorityKeyIdentifier } from '../certificate/extensions/key-identifiers.js'
import type { DerCursor } from '../der/der-cursor.js'
import { isWellFormed } from '../der/is-well-formed.js'
import { constructed, Tag } from '../der/tags.js'
import { readGeneralNames } from '../names/general-name.js'
import { readIssuingDistributionPoint, type IssuingDistributionPoint } from './issuing-distribution-point.js'

/** What a CRL's extensions say (RFC 5280 §5.2). `null`: there is no such extension. */
export interface CrlExtensions {
  readonly cRLNumber: bigint | null
  /** BaseCRLNumber of the deltaCRLIndicator: the CRL is a delta. */
  readonly baseCRLNumber: bigint | null
  readonly issuingDistributionPoint: IssuingDistributionPoint | null
  /** DER of the extension's value: only compared. */
  readonly authorityKeyIdentifier: Uint8Array | null
  /** Where deltas to this CRL are found (§5.2.6). The engine does not look there. */
  readonly freshestCRL: readonly DistributionPoint[] | null
  /** None is malformed, repeated, or unknown and critical (§5.2: such a CRL must not be used). */
  readonly isUnderstood: boolean
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
type Reader = (cursor: DerCursor, extensions: Mutable<CrlExtensions>) => void

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['2.5.29.20', (cursor, extensions) => { extensions.cRLNumber = readCRLNumber(cursor) }],
  ['2.5.29.27', (cursor, extensions) => { extensions.baseCRLNumber = readCRLNumber(cursor) }],
  ['2.5.29.28', (cursor, extensions) => {
    extensions.issuingDistributionPoint = readIssuingDistributionPoint(cursor)
  }],
  ['2.5.29.35', (cursor, extensions) => {
    readAuthorityKeyIdentifier(cursor)
    extensions.authorityKeyIdentifier = cursor.bytes
  }],
  ['2.5.29.18', (cursor) => { readGeneralNames(cursor, Tag.SEQUENCE) }], // issuerAltName
  ['2.5.29.46', (cursor, extensions) => { extensions.freshestCRL = readCRLDistributionPoints(cursor) }],
  ['1.3.6.1.5.5.7.1.1', readAuthorityInfoAccess]
])

/**
 * RFC 5280 §5.1.2.7: crlExtensions [0] EXPLICIT SEQUENCE SIZE (1..MAX) OF Extension OPTIONAL, in version 2 only.
 * Throws a DerError if that frame is broken; what is wrong inside an extension makes the CRL one that is not
 * understood.
 */
export function readCrlExtensions (cursor: DerCursor, version: 1 | 2): CrlExtensions {
  const extensions: Mutable<CrlExtensions> = {
    cRLNumber: null,
    baseCRLNumber: null,
    issuingDistributionPoint: null,
    authorityKeyIdentifier: null,
    freshestCRL: null,
    isUnderstood: true
  }
  if (!cursor.hasNext()) return extensions
  if (version === 1) cursor.fail('extensions in version 1')
  const outer = cursor.enter(constructed(0))
  const list = cursor.enter(Tag.SEQUENCE)
  const seen = new Set<string>()
  do {
    walkExtension(cursor, (oid, critical) => {
      const isUnderstood = !seen.has(oid) && isUnderstoodExtension(oid, critical, cursor.content(), extensions)
      if (!isUnderstood) extensions.isUnderstood = false
      seen.add(oid)
    })
  } while (cursor.hasNext())
  cursor.leave(list)
  cursor.leave(outer)
  return extensions
}

function isUnderstoodExtension (
  oid: string,
  critical: boolean,
  value: Uint8Array,
  extensions: Mutable<CrlExtensions>
): boolean {
  const read = readers.get(oid)
  return read === undefined ? !critical : isWellFormed(value, (cursor) => read(cursor, extensions))
}

/** CRLNumber ::= INTEGER (0..MAX). Departure from §5.2.3: one of more than 20 octets is read; it is only compared. */
function readCRLNumber (cursor: DerCursor): bigint {
  const content = cursor.integer()
  if (content[0]! > 0x7f) cursor.fail('CRLNumber below 0')
  return BigInt(`0x${Buffer.from(content).toString('hex')}`)
}
