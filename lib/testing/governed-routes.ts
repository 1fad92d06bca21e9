import { AssertionError } from 'node:assert'
import type { StartUpReport } from '../access/start-up-report.js'
import type { VirtualRootOf } from '../plugin/route-roots.js'
import { foldCase } from '../site/names.js'
import { routePatterns, type RoutedApp, type RoutePattern } from './route-patterns.js'

/** What is used of a Fastify instance that has the plugin. */
export interface GovernedApp extends RoutedApp {
  readonly ceCertAuth: { readonly virtualRootOf: VirtualRootOf, readonly report: () => StartUpReport }
  ready (): PromiseLike<unknown>
}

export interface GovernedRoutesOptions {
  /** Patterns of routes that no virtual root need govern, as they were registered. Default: none. */
  readonly except?: readonly string[]
}

/**
 * Fails with an AssertionError that lists the routes under no virtual root, and the virtual roots without a route: both
 * are often slips of the pen. Routes that were registered before the plugin count too. The app is made ready.
 *
 * @throws TypeError for an exception that is no route, or is governed
 */
export async function assertEveryRouteIsGoverned (
  app: GovernedApp, { except = [] }: GovernedRoutesOptions = {}
): Promise<void> {
  await app.ready()
  const { virtualRootOf, report } = app.ceCertAuth
  const routes = routePatterns(app).map((route) => ({ ...route, root: virtualRootOf(route)?.path ?? null }))
  const ungoverned = routes.filter(({ root }) => root === null)
  const vain = except.find((pattern) => ungoverned.every(({ url }) => url !== pattern))
  if (vain !== undefined) {
    throw new TypeError(`except: '${vain}' is not among the routes under no virtual root; leave it out`)
  }
  const roots = report().virtualRoots.map(({ virtualRoot }) => virtualRoot)
  const empty = roots.filter((path) => routes.every(({ url, root }) => root !== path && !canLeadInto(url, path)))
  const actual = [
    ...ungoverned.filter(({ url }) => !except.includes(url)).map((route) => `${show(route)} is under no virtual root`),
    ...empty.map((path) => `${path} is a virtual root without a route`)
  ]
  if (actual.length === 0) return
  throw new AssertionError({ message: actual.join('\n'), actual, expected: [] })
}

function show ({ method, url }: RoutePattern): string {
  return `${method.join(', ')} ${url}`
}

/** Whether the parameters of a pattern can take its requests into a virtual root below it. */
function canLeadInto (pattern: string, root: string): boolean {
  const steps = pattern.split('/')
  let isOpen = false
  for (const [index, segment] of root.split('/').entries()) {
    const step = steps[index]
    if (step?.includes('*') === true) return true
    if (step === undefined) return false
    const isParameter = step.includes(':')
    if (!isParameter && foldCase(step) !== foldCase(segment)) return false
    isOpen ||= isParameter
  }
  return isOpen
}
