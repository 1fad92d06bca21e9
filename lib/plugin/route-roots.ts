import type { RuledRoute } from '../access/start-up-report.js'
import type { RouteRules } from '../site/route-rules.js'
import { AMBIGUOUS, type VirtualRoot } from '../site/virtual-roots.js'

/** A route, as Fastify tells of it. */
export interface Route {
  readonly method: string | readonly string[]
  /** Its pattern. */
  readonly url: string
}

/**
 * What governs everything that a route's pattern can match, tightened by the route's own options; `null` if nothing
 * does, or not the whole of it. Of the options of routes that were registered before the plugin nothing is known here.
 */
export type VirtualRootOf = (route: Route) => VirtualRoot | null

/** The virtual roots of routes, before there is any request. */
export class RouteRoots {
  readonly #rules: RouteRules
  /** Of the routes with options of their own. */
  readonly #own = new Map<string, VirtualRoot>()
  readonly #ruled: Array<RuledRoute & { readonly methods: string[] }> = []

  constructor (rules: RouteRules) {
    this.#rules = rules
  }

  /** Notes what governs a route with options of its own. */
  add (route: Route, rule: VirtualRoot): void {
    for (const key of keysOf(route)) this.#own.set(key, rule)
    const methods = [route.method].flat()
    const { url } = route
    // For a route of GET Fastify adds one of HEAD.
    const same = this.#ruled.find((known) => known.url === url && known.rule === rule)
    if (same === undefined) this.#ruled.push({ methods, url, rule, outer: this.#outer(url) })
    else same.methods.push(...methods)
  }

  /** The routes with options of their own, in the order of their registration; the methods of one together. */
  get ruled (): readonly RuledRoute[] {
    return this.#ruled
  }

  readonly find: VirtualRootOf = (route) => {
    const own = keysOf(route).map((key) => this.#own.get(key)).find((rule) => rule !== undefined)
    return own ?? this.#outer(route.url)
  }

  #outer (url: string): VirtualRoot | null {
    const root = this.#rules.ofPattern(url)
    return root === AMBIGUOUS ? null : root
  }
}

/** Whatever a parameter is called: `/:id` and OpenAPI's `/{id}` are one route. */
function keysOf ({ method, url }: Route): string[] {
  const segments = url.split('/').map((segment) => /[:*({]/.test(segment) ? ':' : segment)
  return [method].flat().map((name) => `${name.toUpperCase()} ${segments.join('/')}`)
}
