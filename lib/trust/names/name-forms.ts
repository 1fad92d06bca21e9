import { directoryNameForm } from './forms/directory-name.js'
import { dnsNameForm } from './forms/dns-name.js'
import { ipAddressForm } from './forms/ip-address.js'
import type { NameForm, SubtreeList } from './forms/name-form.js'
import { rfc822NameForm } from './forms/rfc822-name.js'
import { uniformResourceIdentifierForm } from './forms/uniform-resource-identifier.js'
import { USER_PRINCIPAL_NAME, userPrincipalNameForm } from './forms/user-principal-name.js'
import type { GeneralName } from './general-name.js'

/** The keys of a name as its form sees it. See NameForm. */
export interface FormedName {
  asBase (list: SubtreeList): readonly string[] | null
  asName (): readonly string[] | null
}

/** Names with the same text are of one form. Every type of otherName is a form of its own. */
export function nameFormOf (name: GeneralName): string {
  return name.form === 'otherName' ? name.typeId : name.form
}

/** `null`: a form that nobody judges (RFC 5280 §4.2.1.10). */
export function formedName (name: GeneralName): FormedName | null {
  switch (name.form) {
    case 'directoryName': return formed(directoryNameForm, name.value)
    case 'dNSName': return formed(dnsNameForm, name.value)
    case 'rfc822Name': return formed(rfc822NameForm, name.value)
    case 'uniformResourceIdentifier': return formed(uniformResourceIdentifierForm, name.value)
    case 'iPAddress': return formed(ipAddressForm, name.value)
    case 'otherName': return name.typeId === USER_PRINCIPAL_NAME ? formed(userPrincipalNameForm, name.value) : null
    default: return null
  }
}

function formed<Value> (form: NameForm<Value>, value: Value): FormedName {
  return { asBase: (list) => form.keysOfBase(value, list), asName: () => form.keysOfName(value) }
}
