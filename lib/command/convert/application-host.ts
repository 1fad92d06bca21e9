import { UrlFlags } from '../../site/flags.js'
import { checkName, foldCase } from '../../site/names.js'
import type { SiteOptions } from '../../site/options.js'
import { show } from '../../site/validation.js'
import type { UserOptions } from '../../site/users.js'
import type { VirtualRootOptions } from '../../site/virtual-roots.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import { attempt } from '../attempt.js'
import { CommandError } from '../context.js'
import { elementsAt, readXml, type XmlElement } from './xml.js'

/** A site, and what of its source could not be carried over, one sentence each. */
export interface Converted {
  readonly site: SiteOptions
  readonly lost: readonly string[]
}

const SECTION = 'iisClientCertificateMappingAuthentication'

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
 * Makes a site of IIS' configuration: the users of `iisClientCertificateMappingAuthentication`, and a virtual root for
 * each `location` whose `access` asks for certificates.
 *
 * @see https://learn.microsoft.com/iis/configuration/system.webserver/security/authentication/iisclientcertificatemappingauthentication/
 * @throws CommandError if the file has no such section
 */
export function readApplicationHost (bytes: Uint8Array, file: string): Converted {
  const roots = elementsAt(readXml(bytes, file), 'configuration')
  const places = [
    ...roots.map((root) => ({ path: '', elements: root.children })),
    ...roots.flatMap(({ children }) => elementsAt(children, 'location'))
      .map(({ attributes, children }) => ({ path: attributes['path'] ?? '', elements: children }))
  ]
  const reader = new Reader()
  for (const { path, elements } of places) reader.read(path, elementsAt(elements, 'system.webServer', 'security'))
  if (!reader.found) throw new CommandError(`${file}: there is no ${SECTION} in it`)
  return { site: { virtualRoots: reader.virtualRoots, users: [...reader.users] }, lost: reader.lost }
}

class Reader {
  readonly virtualRoots: Record<string, VirtualRootOptions> = {}
  readonly users = new Map<string, UserOptions>()
  readonly lost: string[] = []
  found = false

  read (location: string, security: readonly XmlElement[]): void {
    const within = security.flatMap(({ children }) => children)
    for (const section of elementsAt(within, 'authentication', SECTION)) this.#readSection(section)
    for (const { attributes } of elementsAt(within, 'access')) {
      this.#readAccess(location, attributes['sslFlags'] ?? 'None')
    }
  }

  #readSection ({ attributes, children }: XmlElement): void {
    this.found = true
    if (attributes['enabled'] !== 'true') {
      this.lost.push(`${SECTION}: it is not enabled; its mappings are taken all the same`)
    }
    for (const { attributes: mapping } of elementsAt(children, 'oneToOneMappings', 'add')) {
      const { userName = '', certificate = '' } = mapping
      this.#readMapping(mapping, `oneToOneMappings, ${userName}`, () => ofCertificate(certificate))
    }
    for (const { attributes: mapping, children: rules } of elementsAt(children, 'manyToOneMappings', 'add')) {
      const { name = '' } = mapping
      const added = elementsAt(rules, 'rules', 'add')
      this.#readMapping(mapping, `manyToOneMappings, ${name}`, () => ofRules(mapping, added))
    }
  }

  /** Notes a mapping of a user, or why it is none. */
  #readMapping ({ userName = '', enabled, password }: Mapping, what: string, read: () => UserOptions): void {
    if (enabled === 'false') {
      this.lost.push(`${what}: it is not enabled`)
      return
    }
    const outcome = attempt(() => {
      const name = checkName(userName, 'userName')
      if ([...this.users.keys()].some((other) => foldCase(other) === foldCase(name))) {
        throw new TypeError(`${name} has an entry already, and a user has one only`)
      }
      this.users.set(name, read())
    })
    if ('complaint' in outcome) this.lost.push(`${what}: ${outcome.complaint}`)
    else if (password !== undefined) this.lost.push(`${what}: the password; nobody logs on to Windows here`)
  }

  #readAccess (location: string, flags: string): void {
    const names = flags.split(',').map((name) => name.trim()).filter((name) => name !== '')
    for (const name of names.filter((name) => !Object.hasOwn(sslFlags, name))) {
      this.lost.push(`access of '${location}': the flag ${name} is not known`)
    }
    const bits = names.reduce((all, name) => all | (Object.hasOwn(sslFlags, name) ? sslFlags[name]! : 0), 0)
    if (bits === 0) return
    // The first part of a location is the name of the site.
    const prefix = `/${location.split('/').slice(1).join('/')}`
    if (prefix in this.virtualRoots) {
      this.lost.push(`access of '${location}': another site has ${prefix} already; convert one site at a time`)
      return
    }
    const isAsked = (bits & (UrlFlags.NEGO_CERT | UrlFlags.REQUIRE_CERT)) !== 0
    const isMapped = isAsked && (bits & UrlFlags.MAP_CERT) !== 0
    if (!isMapped && (bits & UrlFlags.MAP_CERT) !== 0) {
      this.lost.push(`access of '${location}': SslMapCert, since no certificate is asked for`)
    }
    const permissions = UrlFlags.READ | UrlFlags.SCRIPT | (isMapped ? bits : bits & ~UrlFlags.MAP_CERT)
    this.virtualRoots[prefix] = { permissions, ...isMapped && { authentication: 1 } }
  }
}

type Mapping = XmlElement['attributes']

/** One to one: IIS compares the whole certificate; here its issuer's name and its serial number are. */
function ofCertificate (base64: string): UserOptions {
  const [certificate] = readCertificates(Buffer.from(base64, 'base64'), 'certificate')
  const { issuer, serialNumber } = certificate!
  const text = serialNumber.replace(/..(?=.)/g, '$&:')
  return { ...issuer.commonName !== null && { issuerCN: issuer.commonName }, serialNumber: text }
}

/** Many to one: of IIS' rules, one on the issuer's CN without wildcards says what `issuerCN` says. */
function ofRules ({ permissionMode = 'Allow' }: Mapping, rules: readonly XmlElement[]): UserOptions {
  if (permissionMode !== 'Allow') throw new TypeError(`permissionMode ${permissionMode}: users can't deny`)
  const [rule, ...others] = rules.map(({ attributes }) => attributes)
  if (rule === undefined) throw new TypeError('it has no rules, and would take every certificate')
  const { certificateField = '', certificateSubField = '', matchCriteria = '', compareCaseSensitive = 'true' } = rule
  const words = `${certificateField} ${certificateSubField} ${show(matchCriteria)}`
  if (others.length > 0) throw new TypeError(`it has ${rules.length} rules; users match by the issuer's CN alone`)
  if (certificateField !== 'Issuer' || certificateSubField !== 'CN' || /[*?]/.test(matchCriteria)) {
    throw new TypeError(`the rule ${words}; users match by the issuer's whole CN alone`)
  }
  if (compareCaseSensitive !== 'true') throw new TypeError(`the rule ${words} compares without case; issuerCN does not`)
  return { issuerCN: matchCriteria }
}
