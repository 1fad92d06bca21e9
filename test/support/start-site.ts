import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { TlsOptions } from 'node:tls'
import ceCertAuth, { createServer, httpsOptions } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import type { Teardown } from './conversation.js'
import { createAuthority } from './pki.js'
import { observeConnections, rememberSessions } from './tls-server.js'
import type { ConnectionFacts } from './tls-server.js'

export interface StartSiteOptions {
  /** HTTP/2, with HTTP/1.1 beside it. Default: HTTP/1.1 alone. */
  http2?: boolean
  /** On a server of `createServer(site)`. Default: on one with `httpsOptions(site)`. */
  byHostName?: boolean
  /** Laid over the TLS options; `null`: plain HTTP. */
  https?: TlsOptions | null
  /** Whether sessions can be resumed without tickets too: curl takes none in TLS 1.2. Default: true. */
  keepSessions?: boolean
  /** Of Fastify itself: router options, `trustProxy`, a logger … */
  fastify?: FastifyServerOptions
  /** Runs before the plugin is registered. */
  before?: (app: FastifyInstance) => unknown
  /** Runs after the plugin is registered. Default: every path answers with its user's name. */
  after?: (app: FastifyInstance) => unknown
}

export interface RunningSite {
  app: FastifyInstance
  port: number
  /** All connections so far, the first one first. */
  connections: ConnectionFacts[]
}

/** A site that listens on 127.0.0.1, on a port of the system's choice, until the test ends. */
export async function startSite (t: Teardown, site: SiteOptions, options: StartSiteOptions = {}): Promise<RunningSite> {
  const { http2 = false, byHostName = false, https = {}, fastify = {}, before, after = answerWithUser } = options
  const tlsOptions = https && { ...await serverTlsOptions(), ...!byHostName && httpsOptions(site), ...https }
  const app = Fastify({
    ...fastify,
    // Keep-alive connections of a client must not keep a test waiting.
    forceCloseConnections: true,
    ...(http2 && { http2 }),
    ...(byHostName && { serverFactory: createServer(site) }),
    ...(tlsOptions && { https: { ...(http2 && { allowHTTP1: true }), ...tlsOptions } })
  } as FastifyServerOptions)
  t.teardown(() => app.close())
  const connections = observeConnections(app.server)
  if (options.keepSessions ?? true) rememberSessions(app.server)
  await before?.(app)
  await app.register(ceCertAuth, site)
  await after(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, port: (app.server.address() as AddressInfo).port, connections }
}

/** The key and the certificate of a server. */
export async function serverTlsOptions (): Promise<TlsOptions> {
  const { keyPem, chainPem } = await serverIdentity()
  return { key: keyPem, cert: chainPem }
}

function answerWithUser (app: FastifyInstance): void {
  app.all('/*', async request => ({ user: request.pseudoUser?.name ?? null }))
}

let sharedServerIdentity: ReturnType<typeof createServerIdentity> | undefined

/** One for all sites of a test file. */
function serverIdentity (): ReturnType<typeof createServerIdentity> {
  sharedServerIdentity ??= createServerIdentity()
  return sharedServerIdentity
}

async function createServerIdentity () {
  return (await createAuthority({ commonName: 'Test Server CA' })).issueServer()
}
