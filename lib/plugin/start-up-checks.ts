import { Server as TlsServer } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { wantsCertificate } from '../access/client-chain.js'
import type { Site } from '../site/options.js'
import type { RouteRules } from '../site/route-rules.js'
import { AMBIGUOUS, vainOptions, type VirtualRoot, type VirtualRootOptions } from '../site/virtual-roots.js'

/** Plugins that run other people's middleware in a hook of theirs; middleware can answer without Fastify. */
const middlewarePlugins = ['@fastify/middie', '@fastify/express']

/**
 * A server that certificate roots are served by must be able to ask for certificates.
 *
 * @throws TypeError if it can't
 */
export function checkServer ({ server }: FastifyInstance): void {
  const { requestCert } = server as { requestCert?: boolean }
  if (!(server instanceof TlsServer) || requestCert !== true) {
    throw new TypeError('https: virtual roots ask for client certificates, and this server cannot ask for any; ' +
      'create it with Fastify({ https: { key, cert, ...httpsOptions(site) } })')
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
 * What the operator should know of where and when the plugin was registered: sentences for the log.
 *
 * It governs the instance that it is registered on and those below: only on the root instance is that everything. And
 * middleware that runs before it can answer a request by itself: what it writes goes past every hook of Fastify, so
 * that nobody could hold it back.
 */
export function warningsOf (app: FastifyInstance): string[] {
  const registered = app.printPlugins()
  const middleware = middlewarePlugins.filter((name) => registered.includes(`${name} `))
  // Fastify makes child contexts with Object.create.
  const isChild = Object.getPrototypeOf(app) !== Object.prototype
  return [
    ...isChild
      ? [`fastify-ce-cert-auth was registered in the child context ${app.pluginName}: it governs nothing outside of ` +
        'it; register it on the root instance to govern the whole site']
      : [],
    ...middleware.map((name) => `${name} was registered before fastify-ce-cert-auth: its middleware can answer ` +
      'requests of certificate roots before they are decided; register fastify-ce-cert-auth first')
  ]
}
