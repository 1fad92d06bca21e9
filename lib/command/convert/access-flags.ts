import { UrlFlags } from '../../site/flags.js'
import type { VirtualRootOptions } from '../../site/virtual-roots.js'
import type { XmlElement } from './xml.js'

/** What sslFlags says here. */
const sslFlags: Readonly<Record<string, number>> = {
  Ssl: UrlFlags.SSL,
  SslNegotiateCert: UrlFlags.NEGO_CERT,
  SslRequireCert: UrlFlags.REQUIRE_CERT,
  SslMapCert: UrlFlags.MAP_CERT,
  Ssl128: UrlFlags.SSL128,
  None: 0
}

/**
 * Makes virtual roots of the `access` elements of locations.
 *
 * @see https://learn.microsoft.com/iis/configuration/system.webserver/security/access
 */
export class AccessFlags {
  readonly virtualRoots: Record<string, VirtualRootOptions> = {}
  /** Which location, and which element, each of them was made of. */
  readonly sources = new Map<string, { readonly location: string, readonly line: number }>()
  readonly #lose: (element: XmlElement, what: string) => void

  /** @param lose is told what can't be carried over */
  constructor (lose: (element: XmlElement, what: string) => void) {
    this.#lose = lose
  }

  read (location: string, element: XmlElement): void {
    const lose = (what: string): void => { this.#lose(element, `access of '${location}': ${what}`) }
    const { sslFlags: flags = 'None' } = element.attributes
    const names = flags.split(',').map((name) => name.trim()).filter((name) => name !== '')
    for (const name of names.filter((name) => !Object.hasOwn(sslFlags, name))) lose(`the flag ${name} is not known`)
    const bits = names.reduce((all, name) => all | (Object.hasOwn(sslFlags, name) ? sslFlags[name]! : 0), 0)
    if (bits === 0) return
    // The first part of a location is the name of the site.
    const prefix = `/${location.split('/').slice(1).join('/')}`
    if (prefix in this.virtualRoots) {
      lose(`another site has ${prefix} already; convert one site at a time`)
      return
    }
    const isAsked = (bits & (UrlFlags.NEGO_CERT | UrlFlags.REQUIRE_CERT)) !== 0
    const isMapped = isAsked && (bits & UrlFlags.MAP_CERT) !== 0
    if (!isMapped && (bits & UrlFlags.MAP_CERT) !== 0) lose('SslMapCert, since no certificate is asked for')
    const permissions = UrlFlags.READ | UrlFlags.SCRIPT | (isMapped ? bits : bits & ~UrlFlags.MAP_CERT)
    this.sources.set(prefix, { location, line: element.line })
    this.virtualRoots[prefix] = { permissions, ...isMapped && { authentication: 1 } }
  }
}
