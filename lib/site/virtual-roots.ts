import { plainObject, show } from '../validation.js'
import { foldCase, withoutEndingSlash } from './names.js'
import { plainPathOf, readingsOf } from './path-readings.js'
import { createVirtualRoot } from './virtual-root.js'
import type { VirtualRoot } from './virtual-root.js'

export { tighten, vainOptions } from './virtual-root.js'
export type { VirtualRoot, VirtualRootOptions } from './virtual-root.js'

/** The readings of a URL fall in different virtual roots, or it can't be read at all. */
export const AMBIGUOUS: unique symbol = Symbol('ambiguous')

/** What governs a request: null if nothing does, AMBIGUOUS if nobody can tell. */
export type Governing = VirtualRoot | null | typeof AMBIGUOUS

/** What a prefix can't hold, since it would never be met, or could be read in two ways, in the path of a request. */
// eslint-disable-next-line no-control-regex -- control characters are among what it looks for
const notInPrefix = /[\0-\x1f\x7f%\\;?#*]|\/\/|\/\.\.?(?:\/|$)|\s$/

/** The virtual roots of a site. */
export class VirtualRoots implements Iterable<VirtualRoot> {
  // By prefix without case and without a trailing slash, so that `/` is ''.
  readonly #roots = new Map<string, VirtualRoot>()
  #longest = 0

  /**
   * @param value a record of URL prefixes
   * @throws TypeError naming the prefix and the value that is wrong
   */
  constructor (value: unknown) {
    for (const [prefix, root] of Object.entries(plainObject(value, 'virtualRoots'))) {
      const path = checkPrefix(prefix)
      const key = foldCase(path)
      const what = `virtualRoots[${show(prefix)}]`
      const twin = this.#roots.get(key)
      if (twin !== undefined) throw new TypeError(`${what}: is the same virtual root as ${show(twin.path)}`)
      this.#roots.set(key, createVirtualRoot(rootPathOf(prefix), root, what))
      this.#longest = Math.max(this.#longest, key.length)
    }
    Object.freeze(this)
  }

  get size (): number {
    return this.#roots.size
  }

  [Symbol.iterator] (): Iterator<VirtualRoot> {
    return this.#roots.values()
  }

  /** The root with the longest prefix of a path that has one reading only; null if there is none. */
  find (path: string): VirtualRoot | null {
    // One character beyond the longest prefix tells whether that one ends with its segment; more need not be looked at.
    let prefix = foldCase(path.slice(0, this.#longest + 1))
    while (prefix !== '') {
      const root = this.#roots.get(prefix)
      if (root !== undefined) return root
      prefix = parentOf(prefix)
    }
    return this.#roots.get('') ?? null
  }

  /**
   * The root that governs a request: the one in which all readings of its URL fall; null if they all fall in none.
   *
   * @param url the request target as the router gets it: a path with its query, absolute-form, or `*`
   */
  govern (url: string): Governing {
    const path = plainPathOf(url)
    if (path !== null) return this.find(path)
    // RFC 9112 §3.2.4: the server as a whole
    if (url === '*') return this.find('/')
    let agreed: VirtualRoot | null | undefined
    for (const reading of readingsOf(url)) {
      if (reading === null) return AMBIGUOUS
      const root = this.find(reading)
      if (agreed === undefined) agreed = root
      else if (root !== agreed) return AMBIGUOUS
    }
    return agreed ?? null
  }
}

/** The path of the virtual root that a prefix stands for. */
export function rootPathOf (prefix: string): string {
  return withoutEndingSlash(prefix) || '/'
}

function parentOf (path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

function checkPrefix (prefix: string): string {
  const fault = notInPrefix.exec(prefix)
  if (!prefix.startsWith('/') || fault !== null) {
    const advice = fault === null ? 'must begin with \'/\'' : `must not hold ${show(fault[0])}`
    throw new TypeError(`virtualRoots: the prefix ${show(prefix)} ${advice}; write the decoded path, such as ` +
      "'/My Files', which governs everything below it")
  }
  return withoutEndingSlash(prefix)
}
