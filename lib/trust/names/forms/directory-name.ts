import type { Name } from '../name.js'
import { isStringType } from '../string-types.js'
import type { NameForm } from './name-form.js'

/**
 * RFC 5280 §4.2.1.10, §7.1: a name is within a base that its first RDNs are equal to; so every name is within the empty
 * base. A name with a string that can't be read is malformed here: nobody can tell what it says.
 */
export const directoryNameForm: NameForm<Name> = {
  keysOfBase (base) {
    return hasUnreadableString(base) ? null : [base.key]
  },

  keysOfName (name) {
    return hasUnreadableString(name) ? null : name.prefixKeys
  }
}

function hasUnreadableString ({ rdns }: Name): boolean {
  return rdns.some((attributes) => attributes.some(({ tag, value }) => value === null && isStringType(tag)))
}
