import { DerCursor } from '../der/der-cursor.js'
import { encodeElement } from '../der/encode.js'
import { Tag } from '../der/tags.js'
import { readHostName } from './forms/host-name.js'
import { rfc822NameForm } from './forms/rfc822-name.js'
import { USER_PRINCIPAL_NAME, userPrincipalNameForm } from './forms/user-principal-name.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { uriKey } from './uri-key.js'

/** The forms of alternative names that somebody can be known by. */
export const identityForms = ['rfc822Name', 'dNSName', 'uniformResourceIdentifier', 'userPrincipalName'] as const

/** A form of alternative names that somebody can be known by. */
export type IdentityForm = typeof identityForms[number]

/**
 * The key of a name that is given as text: two names of a form are the same name if and only if their keys are equal.
 * `null`: it is no name of that form.
 *
 * - rfc822Name: the local part with its case, the host without (RFC 5280 §7.5). A host is a name, not an address.
 * - dNSName: without case (§7.2). A wildcard is no name: it stands for many.
 * - uniformResourceIdentifier: see uriKey (§7.4).
 * - userPrincipalName: without case ([MS-WCCE] §2.2.2.7.7.4), the user prepared as RFC 4518 asks.
 */
export function alternativeNameKey (form: IdentityForm, text: string): string | null {
  switch (form) {
    case 'rfc822Name': return isAscii(text) ? rfc822NameForm.keysOfName(text)?.[0] ?? null : null
    case 'dNSName': return readHostName(text)
    case 'uniformResourceIdentifier': return uriKey(text)
    case 'userPrincipalName': return principalKey(encodeElement(Tag.UTF8_STRING, Buffer.from(text)))
  }
}

/**
 * The keys of the names of this form in a subjectAltName, which is as in Certificate. `null` stands for each that is no
 * name of that form, and for an extension that can't be read.
 */
export function alternativeNameKeys (form: IdentityForm, subjectAltName: Uint8Array | null): Array<string | null> {
  if (subjectAltName === null) return []
  if (subjectAltName.length === 0) return [null]
  return readGeneralNames(new DerCursor(subjectAltName), Tag.SEQUENCE).flatMap((name) => {
    return formOf(name) === form ? [keyOf(name, form)] : []
  })
}

function formOf (name: GeneralName): string | null {
  if (name.form !== 'otherName') return name.form
  return name.typeId === USER_PRINCIPAL_NAME ? 'userPrincipalName' : null
}

function keyOf ({ value }: GeneralName, form: IdentityForm): string | null {
  return typeof value === 'string' ? alternativeNameKey(form, value) : principalKey(value as Uint8Array)
}

function principalKey (der: Uint8Array): string | null {
  return userPrincipalNameForm.keysOfName(der)?.[0] ?? null
}

/** IA5String */
function isAscii (text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}
