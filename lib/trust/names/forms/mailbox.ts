import { keyOfHostBase, keysOfHost, readHostName } from './host-name.js'
import type { NameForm } from './name-form.js'

/** The local part of a mailbox as it is compared; `null`: it is none. */
export type LocalPartReader = (localPart: string) => string | null

/** RFC 5321 §4.1.3: an address in the place of a domain. */
const ADDRESS_LITERAL = /^\[[\w.:-]+\]$/

/**
 * RFC 5280 §4.2.1.10: a base is one mailbox (`alice@example.org`), all those of a host (`example.org`) or all those of
 * a domain's hosts (`.example.org`). The empty base is about all mailboxes.
 *
 * Departure: `@example.org` is a host too, as Microsoft writes it and OpenSSL reads it. A mailbox at an IP address is
 * within no subtree, as a URI is.
 */
export function mailboxForm (readLocalPart: LocalPartReader): NameForm<string> {
  function keyOfBase (base: string): string | null {
    const at = base.lastIndexOf('@')
    if (at === -1) return keyOfHostBase(base)
    const host = readHostName(base.slice(at + 1))
    return at === 0 || host === null ? host : keyOfMailbox(base.slice(0, at), host)
  }

  function keyOfMailbox (localPart: string, host: string): string | null {
    const local = readLocalPart(localPart)
    return local === null ? null : `${local}@${host}`
  }

  return {
    keysOfBase (base) {
      const key = keyOfBase(base)
      return key === null ? null : [key]
    },

    keysOfName (name) {
      const at = name.lastIndexOf('@')
      const domain = name.slice(at + 1)
      const isAtAddress = ADDRESS_LITERAL.test(domain)
      const host = isAtAddress ? domain : readHostName(domain)
      const mailbox = at === -1 || host === null ? null : keyOfMailbox(name.slice(0, at), host)
      if (mailbox === null || host === null) return null
      return isAtAddress ? [] : [mailbox, ...keysOfHost(host)]
    }
  }
}
