import type { FastifyInstance } from 'fastify'
import { wantsCertificate } from '../access/client-chain.js'
import type { Site } from '../site/options.js'
import type { RouteRules } from '../site/route-rules.js'
import { AMBIGUOUS, vainOptions, type VirtualRoot, type VirtualRootOptions } from '../site/virtual-roots.js'

/** Plugins that run other people's middleware in a hook of theirs; middleware can answer without Fastify. */
const middlewarePlugins = ['@fastify/middie', '@fastify/express']

/**
 * The plugin governs the instance that it is registered on and those below it: only on the root instance is that
 * everything.
 *
 * @throws TypeError if it is registered in a child context, or twice
 */
export function checkInstance (app: FastifyInstance): void {
  if (app.hasDecorator('ceCertAuth')) {
    throw new TypeError('fastify-ce-cert-auth: is registered already; put all virtual roots in one site')
  }
  // Fastify makes child contexts with Object.create.
  if (Object.getPrototypeOf(app) !== Object.prototype) {
    throw new TypeError(`fastify-ce-cert-auth: was registered in the child context ${app.pluginName}, and would ` +
      'govern nothing outside of it; register it on the root instance, or wrap the plugin around it in fastify-plugin')
  }
}

/**
 * Checks the options of a route when it is registered.
 *
 * @returns the rule of the route, and what its options ask for in vain, sentences for the log
 * @throws TypeError if they are wrong
 */
export function checkRoute (
  { engine }: Site, rules: RouteRules, path: string, options: VirtualRootOptions
): { rule: VirtualRoot, vain: string[] } {
  const root = rules.ofPattern(path)
  const outer = root === AMBIGUOUS ? null : root
  const rule = rules.tighten(outer, options, path)
  if (wantsCertificate(rule) && engine === null) {
    throw new TypeError(`trustAnchors: the route ${path} asks clients for certificates; give the certificates to trust`)
  }
  return { rule, vain: vainOptions(outer, options, path) }
}

/**
 * The plugins that ran before this one and whose middleware can answer a request by itself, before it is decided. What
 * they write goes past every hook of Fastify, so that nobody could hold it back.
 */
export function earlierMiddleware (app: FastifyInstance): string[] {
  const registered = app.printPlugins()
  return middlewarePlugins.filter((name) => registered.includes(`${name} `))
}
