import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SiteOptions } from '../../site/options.js'
import { CommandError } from '../context.js'
import { fileError } from '../files.js'
import type { Finding } from '../output/finding.js'
import { readJson, type JsonNode } from './json-document.js'
import { Places, userWords, virtualRootWords } from './places.js'
import { rejectRegistryOptions, type SiteFileOptions } from './site-file-options.js'
import type { SiteFile } from './site-file.js'
import { partTargets } from './targets.js'

/** Their values are names of files, PEM texts, or arrays of these. */
const certificateOptions: ReadonlySet<string> = new Set([
  'trustAnchors', 'intermediates', 'crls', 'ocspResponses', 'distrusted'
])
const FINGERPRINT = /^[\da-f]{2}(?::?[\da-f]{2}){31}$/i

/**
 * Reads a site from a JSON file: a `SiteOptions` without its functions. Certificates (those of users too), CRLs and
 * OCSP responses are names of files, relative to the site's own, or PEM texts. Users keep the order in which they are
 * written.
 *
 * @throws CommandError if it is no JSON, or no object
 */
export async function readJsonSite (path: string, bytes: Uint8Array, given: SiteFileOptions): Promise<SiteFile> {
  rejectRegistryOptions(path, given)
  const { place, members } = readJsonObject(path, bytes)
  const reader = new JsonSite(path, new Places(place))
  const options = Object.fromEntries(members.map(([name, node]) => [name, reader.read(name, node)]))
  const { places, findings, files } = reader
  return { ...partTargets(options as unknown as SiteOptions), places, findings, files: [path, ...files] }
}

/** @throws CommandError if it is no JSON, or no object */
export function readJsonObject (path: string, bytes: Uint8Array): JsonNode {
  const node = readJson(Buffer.from(bytes).toString('utf8'), path)
  const { value } = node
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return node
  throw new CommandError(`${path}: a site is a JSON object; this is none`)
}

/** The users in the order of the file, as pairs: JavaScript moves names that are integers to the front of an object. */
export function usersInOrder ({ value, members }: JsonNode): unknown {
  return members.length === 0 ? value : members.map(([name, node]) => [name, node.value])
}

class JsonSite {
  readonly places: Places
  readonly findings: Finding[] = []
  readonly files: string[] = []
  readonly #folder: string

  constructor (path: string, places: Places) {
    this.#folder = dirname(path)
    this.places = places
  }

  /** The value of an option, its places noted. */
  read (name: string, node: JsonNode): unknown {
    this.places.add(name, node.place)
    if (certificateOptions.has(name)) return this.#readFiles(name, node)
    if (name === 'users') return this.#readUsers(node)
    for (const [prefix, root] of name === 'virtualRoots' ? node.members : []) this.#note(virtualRootWords(prefix), root)
    return name === 'store' && typeof node.value === 'string' ? join(this.#folder, node.value) : node.value
  }

  #readUsers (node: JsonNode): unknown {
    const { members, items } = node
    for (const [name, node] of members) this.#note(userWords(name), node)
    for (const { items: [name, node] } of items) {
      if (node !== undefined) this.#note(userWords(String(name!.value)), node)
    }
    const users = usersInOrder(node)
    if (!Array.isArray(users)) return users
    const nodes = members.length > 0 ? members.map(([, user]) => user) : items.map(({ items: [, user] }) => user)
    return users.flatMap((entry, index) => this.#readCertificateOf(entry, nodes[index]))
  }

  /** A user with what his file holds; without it the entry would take others, and is left out. */
  #readCertificateOf (entry: unknown, node: JsonNode | undefined): unknown[] {
    const certificate = node?.members.find(([key]) => key === 'certificate')?.[1]
    if (certificate === undefined) return [entry]
    const [name, user] = entry as [unknown, object]
    const what = `${userWords(String(name))}.certificate`
    const content = this.#readSource(what, certificate)
    if (content === null) return []
    if (content.file !== null) this.places.add(what, { file: content.file })
    return [[name, { ...user, certificate: content.value }]]
  }

  #note (what: string, { place, members }: JsonNode): void {
    this.places.add(what, place)
    for (const [name, node] of members) this.places.add(`${what}.${name}`, node.place)
  }

  /** What the files hold; those that can't be read are findings. */
  #readFiles (option: string, node: JsonNode): unknown {
    const read: unknown[] = []
    for (const item of Array.isArray(node.value) ? node.items : [node]) {
      const content = this.#readSource(option, item)
      if (content === null) continue
      this.places.add(`${option}[${read.length}]`, content.file === null ? item.place : { file: content.file })
      read.push(content.value)
    }
    return read
  }

  #readSource (option: string, { value, place }: JsonNode): { value: unknown, file: string | null } | null {
    const isFile = typeof value === 'string' && !value.includes('-----') &&
      !(option === 'distrusted' && FINGERPRINT.test(value))
    if (!isFile) return { value, file: null }
    const file = join(this.#folder, value)
    this.files.push(file)
    try {
      return { value: readFileSync(file), file }
    } catch (error) {
      const { message } = fileError(file, error as NodeJS.ErrnoException)
      this.findings.push({ severity: 'error', message: `${option}: ${message}`, place })
      return null
    }
  }
}
