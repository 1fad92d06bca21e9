import { DerCursor } from '../../der/der-cursor.js'
import { encodeElement } from '../../der/encode.js'
import { constructed, Tag } from '../../der/tags.js'
import { readGeneralNames, type GeneralName } from '../../names/general-name.js'
import { Name } from '../../names/name.js'
import { walkRelativeDistinguishedName } from '../../names/relative-distinguished-name.js'

/** RFC 5280 §4.2.1.13: one of the two. */
export type DistributionPointName =
  | { readonly fullName: readonly GeneralName[] }
  /** The RelativeDistinguishedName, under its tag [1]. */
  | { readonly nameRelativeToCRLIssuer: Uint8Array }

/**
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1]
 * RelativeDistinguishedName }, itself under [0]. Throws a DerError.
 */
export function readDistributionPointName (cursor: DerCursor): DistributionPointName {
  const outer = cursor.enter(constructed(0))
  const name = cursor.peek() === constructed(1)
    ? { nameRelativeToCRLIssuer: readRelativeName(cursor) }
    : { fullName: readGeneralNames(cursor, constructed(0)) }
  cursor.leave(outer)
  return name
}

/** A distribution point's names; a relative one is made whole with the name of the CRL's issuer. */
export function fullNamesOf (name: DistributionPointName, crlIssuer: Name): readonly GeneralName[] {
  if ('fullName' in name) return name.fullName
  const rdns = new DerCursor(crlIssuer.der).expect(Tag.SEQUENCE).content()
  const rdn = name.nameRelativeToCRLIssuer.subarray(1)
  const value = Name.decode(encodeElement(Tag.SEQUENCE, rdns, Uint8Array.of(Tag.SET), rdn))
  return [{ form: 'directoryName', value }]
}

/** Whether two lists have a name in common. */
export function haveCommonName (some: readonly GeneralName[], others: readonly GeneralName[]): boolean {
  const keys = new Set(some.map(keyOf))
  return others.some((name) => keys.has(keyOf(name)))
}

/** The directoryNames among them. */
export function directoryNames (names: readonly GeneralName[]): readonly Name[] {
  return names.flatMap((name) => name.form === 'directoryName' ? name.value : [])
}

/**
 * Names that are the same have the same key: RFC 5280 §7.1 for directoryNames. Departure from §7.4: other names, URIs
 * among them, are the same only if all their octets are, as OpenSSL has it; a CA writes both sides.
 */
function keyOf (name: GeneralName): string {
  if (name.form === 'directoryName') return `directoryName ${name.value.key}`
  const type = name.form === 'otherName' ? name.typeId : name.form
  return `${type} ${Buffer.from(name.value as Uint8Array).toString('hex')}`
}

function readRelativeName (cursor: DerCursor): Uint8Array {
  const start = cursor.position
  walkRelativeDistinguishedName(cursor, () => {}, constructed(1))
  return cursor.elementFrom(start)
}
