import { foldCase, checkName } from '../../site/names.js'
import type { UserOptions } from '../../site/users.js'
import { attempt } from '../attempt.js'
import { CommandError } from '../context.js'
import { printPlace } from '../output/finding.js'
import { Places, virtualRootWords } from '../site-file/places.js'
import type { GivenTarget } from '../site-file/targets.js'
import { AccessFlags } from './access-flags.js'
import { oneToOneUser, manyToOneUser } from './certificate-mappings.js'
import { PhysicalPaths } from './physical-paths.js'
import type { SourceSite } from './source-site.js'
import { elementsAt, isFalse, isTrue, readXml, type XmlElement } from './xml.js'

const SECTION = 'iisClientCertificateMappingAuthentication'

/**
 * Makes a site of IIS' configuration: the users of `iisClientCertificateMappingAuthentication`, and a virtual root for
 * each `location` whose `access` asks for certificates, with the folder that it serves. Mappings of one certificate
 * come first, in their order, and rules after them.
 *
 * @see https://learn.microsoft.com/iis/configuration/system.webserver/security/authentication/iisclientcertificatemappingauthentication/
 * @throws CommandError if the file has no such section
 */
export function readApplicationHost (bytes: Uint8Array, file: string): SourceSite {
  const document = readXml(bytes, file)
  const roots = elementsAt(document, 'configuration')
  const places = [
    ...roots.map((root) => ({ path: '', elements: root.children })),
    ...roots.flatMap(({ children }) => elementsAt(children, 'location'))
      .map(({ attributes, children }) => ({ path: attributes['path'] ?? '', elements: children }))
  ]
  const reader = new Reader(file)
  for (const { path, elements } of places) reader.read(path, elementsAt(elements, 'system.webServer', 'security'))
  if (!reader.found) throw new CommandError(`${file}: there is no ${SECTION} in it`)
  const { access, users, lost } = reader
  return {
    site: { virtualRoots: access.virtualRoots, users: [...users] },
    ...targetsOf(access, new PhysicalPaths(document), file),
    lost
  }
}

function targetsOf (
  { sources }: AccessFlags, physicalPaths: PhysicalPaths, file: string
): Pick<SourceSite, 'targets' | 'places'> {
  const targets = new Map<string, GivenTarget>()
  const places = new Places({ file })
  for (const [prefix, { location, line }] of sources) {
    places.add(virtualRootWords(prefix), { file, line })
    const physicalPath = physicalPaths.of(location)
    if (physicalPath !== null) targets.set(prefix, { physicalPath })
  }
  return { targets, places }
}

class Reader {
  readonly users = new Map<string, UserOptions>()
  readonly lost: string[] = []
  readonly access: AccessFlags
  found = false
  /** The names of the users, as they are compared. */
  readonly #names = new Set<string>()
  readonly #file: string

  constructor (file: string) {
    this.#file = file
    this.access = new AccessFlags((element, what) => { this.#lose(element, what) })
  }

  read (location: string, security: readonly XmlElement[]): void {
    const within = security.flatMap(({ children }) => children)
    for (const section of elementsAt(within, 'authentication', SECTION)) this.#readSection(location, section)
    for (const element of elementsAt(within, 'access')) this.access.read(location, element)
  }

  #readSection (location: string, section: XmlElement): void {
    const { attributes, children } = section
    if (this.found) this.#lose(section, `${SECTION} of '${location}': its mappings are taken for every virtual root`)
    this.found = true
    if (!isTrue(attributes['enabled'])) this.#lose(section, `${SECTION}: it is not enabled, and its mappings are taken`)
    for (const kind of ['oneToOne', 'manyToOne'] as const) {
      if (isFalse(attributes[`${kind}CertificateMappingsEnabled`])) {
        this.#lose(section, `${kind}Mappings: they are not enabled, and none is taken`)
        continue
      }
      for (const mapping of elementsAt(children, `${kind}Mappings`)) this.#readMappings(mapping, kind)
    }
  }

  #readMappings ({ children }: XmlElement, kind: 'oneToOne' | 'manyToOne'): void {
    for (const element of children) {
      const { attributes } = element
      if (element.name !== 'add') {
        this.#lose(element, `${kind}Mappings: <${element.name}>, which speaks of another file's mappings`)
        continue
      }
      const what = `${kind}Mappings, ${attributes[kind === 'oneToOne' ? 'userName' : 'name'] ?? 'without a name'}`
      if (isFalse(attributes['enabled'])) {
        this.#lose(element, `${what}: it is not enabled`)
        continue
      }
      const outcome = attempt(() => { this.#add(element, kind === 'oneToOne' ? oneToOneUser : manyToOneUser) })
      if ('complaint' in outcome) this.#lose(element, `${what}: ${outcome.complaint}`)
      else if (attributes['password'] !== undefined) {
        this.#lose(element, `${what}: the password; nobody logs on to Windows here`)
      }
    }
  }

  /** Notes an entry of `users`. A denial is nobody's, and has the name of its mapping. */
  #add (element: XmlElement, read: (element: XmlElement) => UserOptions): void {
    const { name = '', userName = '' } = element.attributes
    const user = read(element)
    const entry = user.deny === true ? this.#freeName(name) : checkName(userName, 'userName')
    if (this.#has(entry)) throw new TypeError(`${entry} has an entry already, and a user has one only`)
    this.#names.add(foldCase(entry))
    this.users.set(entry, user)
  }

  #freeName (name: string): string {
    const entry = checkName(name, 'name')
    return this.#has(entry) ? this.#freeName(`${entry} (denied)`) : entry
  }

  #has (name: string): boolean {
    return this.#names.has(foldCase(name))
  }

  #lose ({ line }: XmlElement, what: string): void {
    this.lost.push(`${printPlace({ file: this.#file, line })}: ${what}`)
  }
}
