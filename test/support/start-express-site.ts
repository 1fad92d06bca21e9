import { once } from 'node:events'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TlsOptions } from 'node:tls'
import express, { type Express } from 'express'
import Fastify from 'fastify'
import { ceCertAuth, createServer, type CeCertAuth } from '../../lib/express.js'
import { httpsOptions } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import type { Teardown } from './conversation.js'
import type { keepLog } from './log.js'
import { serverTlsOptions } from './start-site.js'

export interface StartExpressOptions {
  /** On a server of `createServer(site)`. Default: on one with `httpsOptions(site)`. */
  byHostName?: boolean
  /** Laid over the TLS options; `null`: plain HTTP. */
  https?: TlsOptions | null
  log?: ReturnType<typeof keepLog>
  /** Runs before the middleware is used. */
  before?: (app: Express) => unknown
  /** Uses the middleware. Default: `app.use(auth)`. */
  use?: (app: Express, auth: CeCertAuth) => unknown
  /** Runs after the middleware is used. Default: every path answers with its user's name. */
  after?: (app: Express) => unknown
}

export interface RunningExpressSite {
  app: Express
  auth: CeCertAuth
  server: Server
  port: number
}

/** A site of Express that listens on 127.0.0.1, on a port of the system's choice, until the test ends. */
export async function startExpressSite (
  t: Teardown, site: SiteOptions, options: StartExpressOptions = {}
): Promise<RunningExpressSite> {
  const { byHostName = false, https = {}, log, before, use, after = answerWithUser } = options
  // Where it is 'test', Express does not print errors.
  const app = express().set('env', 'test')
  const server = https === null
    ? createHttpServer(app)
    : byHostName
      ? createServer(site, { ...await serverTlsOptions(), ...https }, app)
      : createHttpsServer({ ...await serverTlsOptions(), ...httpsOptions(site), ...https }, app)
  t.teardown(() => { server.close().closeAllConnections() })
  const auth = ceCertAuth(site, { server, logger: log && Fastify({ logger: log.logger }).log })
  before?.(app)
  if (use === undefined) app.use(auth)
  else use(app, auth)
  after(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { app, auth, server, port: (server.address() as AddressInfo).port }
}

function answerWithUser (app: Express): void {
  app.use((request, response) => { response.json({ user: request.pseudoUser?.name ?? null }) })
}
