import { mailboxForm } from './mailbox.js'
import type { NameForm } from './name-form.js'

/** RFC 5321 §4.1.2, RFC 6531 §3.3 */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u{a0}-\\u{10ffff}-]+"
const DOT_STRING = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'u')
const QUOTED_STRING = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e\u{a0}-\u{10ffff}]|\\[\x20-\x7e])*"$/u

/** RFC 5280 §4.2.1.10. The local part counts with its case (§7.5). */
export const rfc822NameForm: NameForm<string> = mailboxForm(readLocalPart)

/** RFC 5321 §4.1.2: `"alice"`, `"\alice"` and `alice` are the same local part. */
function readLocalPart (localPart: string): string | null {
  if (DOT_STRING.test(localPart)) return localPart
  return QUOTED_STRING.test(localPart) ? localPart.slice(1, -1).replace(/\\(.)/g, '$1') : null
}
