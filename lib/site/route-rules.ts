import { foldCase } from './names.js'
import { plainPathOf } from './path-readings.js'
import {
  AMBIGUOUS, tighten, type Governing, type VirtualRoot, type VirtualRootOptions, type VirtualRoots
} from './virtual-roots.js'

/** What the router says of the route that it matched. */
export interface MatchedRoute {
  /** The route's pattern, e.g. `/Accounts/:id`; `undefined` where no route matched. */
  readonly url?: string | undefined
  readonly config?: { readonly ceCertAuth?: VirtualRootOptions | undefined } | undefined
}

/** What a pattern says of the URLs that it matches. */
interface Pattern {
  /** Of everything that it can match. */
  readonly root: Governing
  /** It is a path itself, one that has no other reading, and matches no other. */
  readonly isPlain: boolean
}

/** What governs a request: the virtual root of its path, tightened by the options of its route. */
export class RouteRules {
  readonly #virtualRoots: VirtualRoots
  // By the route's options, then by virtual root, or by the route's path where there is none: the pairs are as few as
  // routes and roots are.
  readonly #tightened = new WeakMap<VirtualRootOptions, Map<VirtualRoot | string, VirtualRoot>>()
  readonly #byPattern = new Map<string, Pattern>()

  constructor (virtualRoots: VirtualRoots) {
    this.#virtualRoots = virtualRoots
  }

  /**
   * @param url the request target that the router matched
   * @throws TypeError if the route's options are wrong
   */
  govern (url: string, { url: pattern, config }: MatchedRoute): Governing {
    const root = this.#rootOf(url, pattern)
    const options = config?.ceCertAuth
    return options === undefined || root === AMBIGUOUS ? root : this.tighten(root, options, pattern ?? url)
  }

  /** The rule of a route with options of its own, under the root that governs its path. */
  tighten (root: VirtualRoot | null, options: VirtualRootOptions, routePath: string): VirtualRoot {
    const key = root ?? routePath
    const known = this.#tightened.get(options)?.get(key)
    if (known !== undefined) return known
    // Checks the options first: only objects are keys.
    const rule = tighten(root, options, routePath)
    const rules = this.#tightened.get(options) ?? new Map<VirtualRoot | string, VirtualRoot>()
    this.#tightened.set(options, rules.set(key, rule))
    return rule
  }

  /** The root that governs everything a pattern can match: that of the segments before the first parameter. */
  ofPattern (pattern: string): Governing {
    return this.#read(pattern).root
  }

  #rootOf (url: string, pattern: string | undefined): Governing {
    if (pattern === undefined) return this.#virtualRoots.govern(url)
    const { root: outer, isPlain } = this.#read(pattern)
    if (isPlain && url === pattern) return outer
    const root = this.#virtualRoots.govern(url)
    return root !== AMBIGUOUS && agrees(outer, root) ? root : AMBIGUOUS
  }

  #read (pattern: string): Pattern {
    let read = this.#byPattern.get(pattern)
    if (read === undefined) {
      const parameter = pattern.search(/[:*(]/)
      const fixed = parameter < 0 ? pattern : pattern.slice(0, pattern.lastIndexOf('/', parameter) + 1)
      // Patterns are decoded; `*` is all paths.
      const root = this.#virtualRoots.govern(fixed === '' ? '/' : fixed.replaceAll(' ', '%20'))
      this.#byPattern.set(pattern, read = { root, isPlain: parameter < 0 && plainPathOf(pattern) === pattern })
    }
    return read
  }
}

/**
 * Whatever the router's options make of a URL, it can't have led to a route of another root: the root of the path lies
 * in the root of the pattern. The readings of the URL should have seen to that already; this does not rely on it.
 */
function agrees (outer: Governing, root: VirtualRoot | null): boolean {
  if (outer === null || outer === root) return true
  if (outer === AMBIGUOUS || root === null) return false
  return foldCase(root.path).startsWith(outer.path === '/' ? '/' : `${foldCase(outer.path)}/`)
}
