import { prepareForComparison } from '../prepare.js'
import { readUtf8String } from '../string-types.js'
import { mailboxForm } from './mailbox.js'
import type { NameForm } from './name-form.js'

/** [MS-WCCE] §2.2.2.7.7.4: szOID_NT_PRINCIPAL_NAME */
export const USER_PRINCIPAL_NAME = '1.3.6.1.4.1.311.20.2.3'

/** Active Directory takes more; nothing that is not seen, and no second @. */
const LOCAL_PART = /^[^@\p{C}]+$/u

const form = mailboxForm((localPart) => LOCAL_PART.test(localPart) ? prepareForComparison(localPart) : null)

/**
 * The UPN in an otherName, a UTF8String such as `alice@example.org`. No RFC defines its constraints; they are those of
 * mailboxes, as Windows has them, but that the user counts without case.
 */
export const userPrincipalNameForm: NameForm<Uint8Array> = {
  keysOfBase (base, list) {
    const text = readUtf8String(base)
    return text === null ? null : form.keysOfBase(text, list)
  },

  keysOfName (name) {
    const text = readUtf8String(name)
    return text === null ? null : form.keysOfName(text)
  }
}
