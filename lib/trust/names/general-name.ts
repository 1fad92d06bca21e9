import { constructed, primitive, Tag } from '../der/tags.js'
import type { DerCursor } from '../der/der-cursor.js'
import { Name } from './name.js'
import { isWellFormedString } from './string-types.js'

/** The choices of GeneralName (RFC 5280 §4.2.1.6), by the number of their tag. */
export const GeneralNameType = {
  otherName: 0,
  rfc822Name: 1,
  dNSName: 2,
  x400Address: 3,
  directoryName: 4,
  ediPartyName: 5,
  uniformResourceIdentifier: 6,
  iPAddress: 7,
  registeredID: 8
} as const

/** A name in one of its forms (RFC 5280 §4.2.1.6). The octets are views into the certificate. */
export type GeneralName =
  | { readonly form: 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier', readonly value: string }
  | { readonly form: 'directoryName', readonly value: Name }
  /** The address, and its mask in a constraint. */
  | { readonly form: 'iPAddress', readonly value: Uint8Array }
  /** `typeId` is an OID, dotted; the value is a whole DER element. */
  | { readonly form: 'otherName', readonly typeId: string, readonly value: Uint8Array }
  /** The contents: nobody judges these forms. */
  | { readonly form: 'x400Address' | 'ediPartyName' | 'registeredID', readonly value: Uint8Array }

/** How many octets an iPAddress has: an address, or an address and its mask (RFC 5280 §4.2.1.10). */
export type IPAddressForm = 'address' | 'addressAndMask'

const ipAddressLengths: Record<IPAddressForm, readonly number[]> = { address: [4, 16], addressAndMask: [8, 32] }

/**
 * Reads GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName (RFC 5280 §4.2.1.6) under this tag. Throws a DerError.
 */
export function readGeneralNames (cursor: DerCursor, tag: number): GeneralName[] {
  const names: GeneralName[] = []
  const outer = cursor.enter(tag)
  do names.push(readGeneralName(cursor))
  while (cursor.hasNext())
  cursor.leave(outer)
  return names
}

/** Reads one GeneralName (RFC 5280 §4.2.1.6). What its value says is not looked at. Throws a DerError. */
export function readGeneralName (cursor: DerCursor, ipAddressForm: IPAddressForm = 'address'): GeneralName {
  const tag = cursor.peek()
  switch (tag) {
    case primitive(GeneralNameType.rfc822Name):
      return { form: 'rfc822Name', value: readIA5String(cursor, tag) }
    case primitive(GeneralNameType.dNSName):
      return { form: 'dNSName', value: readIA5String(cursor, tag) }
    case primitive(GeneralNameType.uniformResourceIdentifier):
      return { form: 'uniformResourceIdentifier', value: readIA5String(cursor, tag) }
    case primitive(GeneralNameType.iPAddress):
      return { form: 'iPAddress', value: readIPAddress(cursor, tag, ipAddressForm) }
    case primitive(GeneralNameType.registeredID):
      cursor.objectIdentifier(tag)
      return { form: 'registeredID', value: cursor.content() }
    case constructed(GeneralNameType.directoryName):
      return { form: 'directoryName', value: readDirectoryName(cursor, tag) }
    case constructed(GeneralNameType.otherName):
      return readOtherName(cursor, tag)
    case constructed(GeneralNameType.x400Address):
      return { form: 'x400Address', value: cursor.any().content() }
    case constructed(GeneralNameType.ediPartyName):
      return { form: 'ediPartyName', value: readEdiPartyName(cursor, tag) }
    default:
      return cursor.fail('no GeneralName')
  }
}

function readIA5String (cursor: DerCursor, tag: number): string {
  const octets = cursor.expect(tag).content()
  if (octets.some((octet) => octet > 0x7f)) cursor.fail('IA5String not ASCII')
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')
}

function readIPAddress (cursor: DerCursor, tag: number, form: IPAddressForm): Uint8Array {
  const octets = cursor.expect(tag).content()
  if (!ipAddressLengths[form].includes(octets.length)) cursor.fail('iPAddress of a wrong length')
  return octets
}

/** Name is a CHOICE: its tag [4] is explicit. */
function readDirectoryName (cursor: DerCursor, tag: number): Name {
  const outer = cursor.enter(tag)
  const name = Name.read(cursor)
  cursor.leave(outer)
  return name
}

/** OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY } */
function readOtherName (cursor: DerCursor, tag: number): GeneralName {
  const outer = cursor.enter(tag)
  const typeId = cursor.objectIdentifier()
  const explicit = cursor.enter(constructed(0))
  const value = cursor.any().element()
  cursor.leave(explicit)
  cursor.leave(outer)
  return { form: 'otherName', typeId, value }
}

/** EDIPartyName ::= SEQUENCE { nameAssigner [0] DirectoryString OPTIONAL, partyName [1] DirectoryString } */
function readEdiPartyName (cursor: DerCursor, tag: number): Uint8Array {
  const outer = cursor.enter(tag)
  const start = cursor.position
  if (cursor.peek() === constructed(0)) readDirectoryString(cursor, constructed(0))
  readDirectoryString(cursor, constructed(1))
  const value = cursor.elementFrom(start)
  cursor.leave(outer)
  return value
}

/** RFC 5280 §4.1.2.4 */
const directoryStringTypes: ReadonlySet<number> = new Set([
  Tag.TELETEX_STRING, Tag.PRINTABLE_STRING, Tag.UNIVERSAL_STRING, Tag.UTF8_STRING, Tag.BMP_STRING
])

/** DirectoryString is a CHOICE: its tag is explicit. */
function readDirectoryString (cursor: DerCursor, tag: number): void {
  const outer = cursor.enter(tag)
  cursor.any()
  if (!directoryStringTypes.has(cursor.tag)) cursor.fail('no DirectoryString')
  if (!isWellFormedString(cursor.tag, cursor.content())) cursor.fail('no characters of the string type')
  cursor.leave(outer)
}
