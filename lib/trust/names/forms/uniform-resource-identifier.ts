import { endsInNumber, keyOfHostBase, keysOfHost, readHostName } from './host-name.js'
import type { NameForm } from './name-form.js'

/** RFC 3986 §2 */
const CHARACTERS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/
/** RFC 3986 §3: not a relative one. */
const URI = /^[a-z][a-z0-9+.-]*:(?:\/\/(?<authority>[^/?#]*))?/i
/** RFC 3986 §3.2 */
const AUTHORITY = /^(?:[\w\-.~!$&'()*+,;=:%]*@)?(?<host>\[[\w.:]*\]|[^:@[\]]*)(?::\d*)?$/

/**
 * RFC 5280 §4.2.1.10: constraints speak of the host alone. A base is a host (`host.example.org`) or a domain
 * (`.example.org`, one label or more added); the empty base is about all hosts.
 *
 * A URI without a host, or with an IP address for one, is within no subtree: where URIs are constrained in any way it
 * is refused, as the RFC says.
 */
export const uniformResourceIdentifierForm: NameForm<string> = {
  keysOfBase (base) {
    const key = keyOfHostBase(base)
    return key === null ? null : [key]
  },

  keysOfName (name) {
    const uri = CHARACTERS.test(name) ? URI.exec(name) : null
    if (uri === null) return null
    const authority = AUTHORITY.exec(uri.groups!.authority ?? '')
    if (authority === null) return null
    const host = authority.groups!.host!
    if (host === '' || host.startsWith('[') || endsInNumber(host)) return []
    const hostName = readHostName(host)
    return hostName === null ? null : keysOfHost(hostName)
  }
}
