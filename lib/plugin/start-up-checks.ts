import { Server as TlsServer } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { wantsCertificate } from '../access/client-chain.js'
import { certificateHostOf } from '../connection/server/ask-by-host-name.js'
import type { Site } from '../site/options.js'
import type { RouteRules } from '../site/route-rules.js'
import { AMBIGUOUS, vainOptions, type VirtualRoot, type VirtualRootOptions } from '../site/virtual-roots.js'
import { checkRenegotiation } from './renegotiation-checks.js'

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
 * A server that certificate roots are served by must be able to ask for certificates, in the way that the site says.
 *
 * @throws TypeError if it can't
 */
export function checkServer (app: FastifyInstance, { acquire }: Site): void {
  const { server } = app
  const { requestCert } = server as { requestCert?: boolean }
  if (!(server instanceof TlsServer) || (acquire === 'handshake' && requestCert !== true)) {
    throw new TypeError('https: virtual roots ask for client certificates, and this server cannot ask for any; ' +
      'create it with Fastify({ https: { key, cert, ...httpsOptions(site) } })')
  }
  if (acquire === 'renegotiate' && certificateHostOf(server) === null) checkRenegotiation(app)
}

/**
 * A server that asks by host name must ask by that of the site.
 *
 * @throws TypeError if it does not
 */
export function checkCertificateHost ({ server }: FastifyInstance, { certificateHost }: Site): void {
  const asking = certificateHostOf(server)
  if (asking !== null && asking !== certificateHost) {
    throw new TypeError(`certificateHost: the server asks for ${asking}, the site says ${certificateHost}; give ` +
      'the same site to createServer and to the plugin')
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
