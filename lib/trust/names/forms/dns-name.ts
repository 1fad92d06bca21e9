import { domainsOf, keyOfHostBase, readHostName } from './host-name.js'
import type { NameForm } from './name-form.js'

const WILDCARD = '*.'

/**
 * RFC 5280 §4.2.1.10: a name is within a base if it is the base with zero or more labels added on the left.
 *
 * - A base that begins with a dot, which the RFC does not define, asks for one label or more, as with Windows, OpenSSL
 *   and Go.
 * - A wildcard stands for one whole label. It is permitted if all names that it stands for are, and excluded if one of
 *   them is (CVE-2025-61727: Go let `*.example.org` pass where `secret.example.org` was excluded).
 */
export const dnsNameForm: NameForm<string> = {
  keysOfBase (base, list) {
    const key = keyOfHostBase(base)
    if (key === null) return null
    const parent = key.indexOf('.')
    return list === 'excluded' && parent > 0 ? [key, `*${key.slice(parent)}`] : [key]
  },

  keysOfName (name) {
    const isWildcard = name.startsWith(WILDCARD)
    const host = readHostName(isWildcard ? name.slice(WILDCARD.length) : name)
    if (host === null) return null
    const full = isWildcard ? WILDCARD + host : host
    return [full, ...domainsOf(full).flatMap((domain) => [domain, domain.slice(1)]), '']
  }
}
