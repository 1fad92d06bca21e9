import { nonEmptyString, options, string, wrong } from '../../validation.js'
import { foldCase } from '../names.js'
import type { SiteOptions } from '../options.js'
import type { UserOptions, UsersOptions } from '../users.js'
import type { VirtualRootOptions } from '../virtual-root.js'
import {
  SITE_VALUES, sitePath, SSL, SSL_VALUES, USER_VALUES, USERS, VIRTUAL_ROOT_VALUES, VIRTUAL_ROOTS, WEBSITES
} from './layout.js'
import type { KnownValues, OptionsOf } from './layout.js'
import type { Position } from './registry-file-error.js'
import { Registry } from './registry.js'
import type { RegistryKey } from './registry.js'

/** Something in a registry file that has no effect here, though its place says that it was meant to have one. */
export interface RegistryFileWarning extends Position {
  readonly message: string
}

/** What `siteFromRegistry` can be told. */
export interface RegistryFileOptions {
  /** Which site: the name of a key below `…\HTTPD\Websites`. Default: the default site, `…\HTTPD` itself. */
  readonly website?: string
  /**
   * The names, or names with values (`'LOCALE=0409'`), that `IF` in the file finds set. Names are compared without
   * case. Default: none.
   */
  readonly defines?: readonly string[]
  /**
   * Is called for each value or key of the site that is not known. Default: `process.emitWarning`, so that nothing goes
   * by unseen.
   */
  readonly onWarning?: (warning: RegistryFileWarning) => void
}

const KNOWN_OPTIONS = ['website', 'defines', 'onWarning'] as const

/**
 * Reads a site from the text of a registry file (`.reg`), as Windows CE's documents and tools write it and as Windows
 * exports it: UTF-8, or UTF-16 with a byte order mark. A registry holds no trust anchors: add them.
 *
 *     const site = { ...siteFromRegistry(await readFile('accounts.reg')), trustAnchors }
 *
 * Pseudo-users keep the order of the file.
 *
 * @throws RegistryFileError with `line` and `column` at the first thing that is not understood, or that is not of the
 * type that the site needs
 * @throws TypeError if the file does not hold the site, or an option is wrong
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/ms923642(v=msdn.10) Registry file
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/aa922016(v=msdn.10) SSL Client Authentication
 */
export function siteFromRegistry (source: string | Uint8Array, given: RegistryFileOptions = {}): SiteOptions {
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
    throw wrong('siteFromRegistry', source, 'the text or the bytes of a registry file')
  }
  const { website, defines, onWarning } = checked(given)
  return new SiteReader(new Registry(source, defines), website, onWarning).read()
}

function checked (given: RegistryFileOptions): {
  website: string | undefined, defines: readonly string[], onWarning: (warning: RegistryFileWarning) => void
} {
  const { website, defines = [], onWarning = emitWarning } = options(given, KNOWN_OPTIONS, 'siteFromRegistry')
  if (!Array.isArray(defines)) throw wrong('defines', defines, 'an array of names')
  if (typeof onWarning !== 'function') throw wrong('onWarning', onWarning, 'a function')
  return {
    website: website === undefined ? website : nonEmptyString(website, 'website'),
    defines: defines.map(define),
    onWarning: onWarning as (warning: RegistryFileWarning) => void
  }
}

function define (value: unknown): string {
  if (!/^[^\s=!;"]+(?:=[^\s=!;"]+)?$/.test(string(value, 'defines'))) {
    throw wrong('defines', value, 'a name, or a name with its value: \'NAME\', \'NAME=value\'')
  }
  return value as string
}

function emitWarning ({ message, line, column }: RegistryFileWarning): void {
  process.emitWarning(`registry file, line ${line}, column ${column}: ${message}`, 'RegistryFileWarning')
}

/** What a key is for, by the names that lead to it from the site's own. */
type Place = 'site' | 'ssl' | 'container' | 'virtualRoot' | 'user' | 'otherSite' | 'noVirtualRoot' | 'unknown'

class SiteReader {
  readonly #registry: Registry
  readonly #website: string | undefined
  readonly #onWarning: (warning: RegistryFileWarning) => void
  readonly #virtualRoots: Array<[string, VirtualRootOptions]> = []
  readonly #users: Array<[string, UserOptions]> = []
  #values: OptionsOf<typeof SITE_VALUES> & OptionsOf<typeof SSL_VALUES> = {}

  constructor (
    registry: Registry, website: string | undefined, onWarning: (warning: RegistryFileWarning) => void
  ) {
    this.#registry = registry
    this.#website = website
    this.#onWarning = onWarning
  }

  read (): SiteOptions {
    const path = sitePath(this.#website)
    const places = Array.from(this.#registry, (key) => this.#readKey(key, namesBelow(path, key.path)))
    if (!places.some((isOfSite) => isOfSite)) {
      throw new TypeError(`siteFromRegistry: the file does not hold the key ${path.join('\\')}`)
    }
    return {
      virtualRoots: Object.fromEntries(this.#virtualRoots),
      ...(this.#users.length > 0 && { users: inOrder(this.#users) }),
      ...this.#values
    }
  }

  /** Says whether the key is one of the site's. */
  #readKey (key: RegistryKey, names: readonly string[] | null): boolean {
    if (names === null) return false
    switch (this.#placeOf(names)) {
      case 'otherSite':
        return false
      case 'site':
        this.#values = { ...this.#values, ...this.#read(key, SITE_VALUES) }
        break
      case 'ssl':
        this.#values = { ...this.#values, ...this.#read(key, SSL_VALUES) }
        break
      case 'container':
        this.#read(key, [])
        break
      case 'virtualRoot':
        this.#virtualRoots.push([names[1]!, this.#read(key, VIRTUAL_ROOT_VALUES)])
        break
      case 'user':
        this.#users.push([names[2]!, this.#read(key, USER_VALUES)])
        break
      case 'noVirtualRoot':
        // CE's web server passes over such a key, and whatever it was to protect stays open
        throw this.#registry.error('a virtual root as one key whose name begins with "/"', key.offset)
      case 'unknown':
        this.#warn(`the key ${names.join('\\')} is not known`, key.offset)
    }
    return true
  }

  #placeOf (names: readonly string[]): Place {
    const [first, second] = names.map(foldCase)
    switch (first) {
      case undefined:
        return 'site'
      case foldCase(VIRTUAL_ROOTS):
        if (second === undefined) return 'container'
        return second.startsWith('/') && names.length === 2 ? 'virtualRoot' : 'noVirtualRoot'
      case foldCase(SSL):
        if (second === undefined) return 'ssl'
        if (second !== foldCase(USERS) || names.length > 3) return 'unknown'
        return names.length === 3 ? 'user' : 'container'
      case foldCase(WEBSITES):
        return this.#website === undefined ? 'otherSite' : 'unknown'
      default:
        return 'unknown'
    }
  }

  #read<Values extends KnownValues> (key: RegistryKey, known: Values): OptionsOf<Values> {
    const found: Array<[string, unknown]> = []
    for (const { name, data, offset, dataOffset } of key.values.values()) {
      const value = known.find((other) => foldCase(other.name) === foldCase(name))
      if (value === undefined) {
        this.#warn(`the value ${name || '@'} of the key ${key.path.join('\\')} is not known`, offset)
        continue
      }
      const option = value.type.read(data)
      if (option === undefined) {
        throw this.#registry.error(`${name || '@'} to be ${value.type.description}`, dataOffset)
      }
      if (value.option !== null) found.push([value.option, option])
    }
    return Object.fromEntries(found) as OptionsOf<Values>
  }

  #warn (message: string, offset: number): void {
    this.#onWarning({ message, ...this.#registry.position(offset) })
  }
}

/** The names that lead from one key down to another; null if they do not. */
function namesBelow (ancestor: readonly string[], path: readonly string[]): readonly string[] | null {
  return ancestor.every((name, depth) => foldCase(name) === foldCase(path[depth] ?? ''))
    ? path.slice(ancestor.length)
    : null
}

/** As a record, unless JavaScript would move a name to its front (see `UsersOptions`). */
function inOrder (users: ReadonlyArray<[string, UserOptions]>): UsersOptions {
  return users.some(([name]) => /^\d+$/.test(name)) ? users : Object.fromEntries(users)
}
