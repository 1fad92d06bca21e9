/** What is used of a Fastify instance. */
export interface RoutedApp {
  printRoutes (): string
  hasRoute (route: { method: string, url: string, constraints?: Record<string, unknown> }): boolean
}

/** A route, as the router has it. */
export interface RoutePattern {
  readonly method: string[]
  readonly url: string
}

const ROOT = '(empty root node)'

/** A line of the tree: its depth, four characters each, its part of the pattern, and the routes that end there. */
const LINE = /^((?:\u2502 {3}| {4})*)[\u251c\u2514]\u2500\u2500 (.*)$/
const ROUTES = /^(.*) \(([A-Z-]+(?:, [A-Z-]+)*)\)(?: (\{.*\}))?$/

/**
 * All routes of an app, those that were registered before any hook could see them too. Fastify has no list of them:
 * they are read from the tree that it prints for people, and each is confirmed by asking for it.
 *
 * @throws Error if what was read is no route
 */
export function routePatterns (app: RoutedApp): RoutePattern[] {
  const above: string[] = []
  return app.printRoutes().split('\n').flatMap((line) => {
    const [, indent, label] = LINE.exec(line) ?? []
    // Other lines repeat a pattern, for other constraints.
    if (indent === undefined || label === undefined) return []
    const [, part = label, methods, constraints = '{}'] = ROUTES.exec(label) ?? []
    above.splice(indent.length / 4, Infinity, part === ROOT ? '' : part)
    if (methods === undefined) return []
    const method = methods.split(', ')
    return [{ method, url: confirmed(app, above, method[0]!, JSON.parse(constraints, revive)) }]
  })
}

function confirmed (
  app: RoutedApp, parts: readonly string[], method: string, constraints: Record<string, unknown>
): string {
  // Nobody finds `*` by its pattern.
  const url = spellings(parts).find((url) => url === '*' || app.hasRoute({ method, url, constraints }))
  if (url !== undefined) return url
  throw new Error(`${method} ${parts.join('')}: stands in app.printRoutes(), and is no route; report this`)
}

/**
 * The tree shows a parameter that has two names as `:id|:name`, which are one to the router, and a colon that begins
 * none, `::`, as `:`.
 */
function spellings (parts: readonly string[]): string[] {
  return parts.reduce<string[]>((urls, part) => {
    const [name] = part.split(/\|(?=:)/, 1)
    const variants = new Set([name!, part.replaceAll(':', '::')])
    return [...variants].flatMap((variant) => urls.map((url) => url + variant))
  }, [''])
}

/** A host can be a RegExp, which the tree shows as text. */
function revive (_name: string, value: unknown): unknown {
  const [, source, flags] = typeof value === 'string' ? /^\/(.+)\/([a-z]*)$/.exec(value) ?? [] : []
  return source === undefined ? value : new RegExp(source, flags)
}
