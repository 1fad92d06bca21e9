import { constructed, primitive } from '../der/tags.js'
import type { DerCursor } from '../der/der-cursor.js'
import { Name } from './name.js'

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

/** How many octets an iPAddress has: an address, or an address and its mask (RFC 5280 §4.2.1.10). */
export type IPAddressForm = 'address' | 'addressAndMask'

const ipAddressLengths: Record<IPAddressForm, readonly number[]> = { address: [4, 16], addressAndMask: [8, 32] }

/** Is called with the Name of each directoryName. */
export type DirectoryNameVisitor = (name: Name) => void

function ignore (): void {}

/**
 * Checks GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName (RFC 5280 §4.2.1.6) under this tag. Throws a
 * DerError.
 */
export function checkGeneralNames (cursor: DerCursor, tag: number, visit: DirectoryNameVisitor = ignore): void {
  const outer = cursor.enter(tag)
  do checkGeneralName(cursor, 'address', visit)
  while (cursor.hasNext())
  cursor.leave(outer)
}

/** Checks one GeneralName (RFC 5280 §4.2.1.6). Throws a DerError. */
export function checkGeneralName (
  cursor: DerCursor,
  ipAddressForm: IPAddressForm = 'address',
  visit: DirectoryNameVisitor = ignore
): void {
  const tag = cursor.peek()
  switch (tag) {
    case primitive(GeneralNameType.rfc822Name):
    case primitive(GeneralNameType.dNSName):
    case primitive(GeneralNameType.uniformResourceIdentifier):
      return checkIA5String(cursor, tag)
    case primitive(GeneralNameType.iPAddress):
      return checkIPAddress(cursor, tag, ipAddressForm)
    case primitive(GeneralNameType.registeredID):
      cursor.objectIdentifier(tag)
      return
    case constructed(GeneralNameType.directoryName):
      return checkDirectoryName(cursor, tag, visit)
    case constructed(GeneralNameType.otherName):
      return checkOtherName(cursor, tag)
    case constructed(GeneralNameType.x400Address):
    case constructed(GeneralNameType.ediPartyName):
      cursor.any() // forms that nobody judges (RFC 5280 §4.2.1.10)
      return
    default:
      return cursor.fail('no GeneralName')
  }
}

function checkIA5String (cursor: DerCursor, tag: number): void {
  if (cursor.expect(tag).content().some((octet) => octet > 0x7f)) cursor.fail('IA5String not ASCII')
}

function checkIPAddress (cursor: DerCursor, tag: number, form: IPAddressForm): void {
  const { length } = cursor.expect(tag).content()
  if (!ipAddressLengths[form].includes(length)) cursor.fail('iPAddress of a wrong length')
}

/** Name is a CHOICE: its tag [4] is explicit. */
function checkDirectoryName (cursor: DerCursor, tag: number, visit: DirectoryNameVisitor): void {
  const outer = cursor.enter(tag)
  const name = Name.read(cursor)
  cursor.leave(outer)
  visit(name)
}

/** OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY } */
function checkOtherName (cursor: DerCursor, tag: number): void {
  const outer = cursor.enter(tag)
  cursor.objectIdentifier()
  const value = cursor.enter(constructed(0))
  cursor.any()
  cursor.leave(value)
  cursor.leave(outer)
}
