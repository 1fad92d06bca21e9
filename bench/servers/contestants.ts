import { createServer, type Server, type ServerOptions } from 'node:https'
import { createRequire } from 'node:module'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import fastifyExpress from '@fastify/express'
import type { RequestHandler } from 'express'
import Fastify, { type FastifyInstance } from 'fastify'
import type * as Package from '../../lib/index.js'
import { built } from '../built.js'
import { PATH, type BenchSite } from './bench-site.js'

const { default: ceCertAuth, httpsOptions } = await built<typeof Package>('index.js')

/** Registers on the app whatever decides who may enter. */
type Guard = (app: FastifyInstance, site: BenchSite) => unknown

/** What the peers look at: as much as the site says. */
function isClient ({ issuer, serialNumber }: PeerCertificate): boolean {
  return issuer.CN === 'CompanyIssuer' && serialNumber.startsWith('4')
}

const guards = {
  'no plugin': () => undefined,
  'four empty hooks': (app) => {
    app.addHook('onRequest', (request, reply, done) => done())
    app.addHook('preHandler', (request, reply, done) => done())
    app.addHook('onError', (request, reply, error, done) => done())
    app.addHook('onSend', (request, reply, payload, done) => done(null, payload))
  },
  'fastify-ce-cert-auth': (app, { site }) => app.register(ceCertAuth, site),
  'a hook on getPeerCertificate()': (app) => app.addHook('onRequest', (request, reply, done) => {
    const socket = request.raw.socket as TLSSocket
    if (socket.authorized && isClient(socket.getPeerCertificate())) return done()
    reply.code(403).send()
  }),
  'client-certificate-auth': async (app) => {
    await app.register(fastifyExpress)
    const clientCertificateAuth = createRequire(import.meta.url)('client-certificate-auth') as
      (check: (certificate: PeerCertificate) => boolean) => RequestHandler
    app.use(clientCertificateAuth(isClient))
  }
} as const satisfies { readonly [name: string]: Guard }

export type GuardName = keyof typeof guards
export type ContestantName = GuardName | 'node:https'

/** The server of a contestant, which does not listen yet. TLS is the same for all. */
export async function createContestant (name: ContestantName, site: BenchSite): Promise<Server> {
  const https: ServerOptions = { key: site.key, cert: site.cert, ...httpsOptions(site.site) }
  if (name === 'node:https') {
    return createServer({ ...https, rejectUnauthorized: true }, (request, response) => {
      response.setHeader('content-type', 'text/plain; charset=utf-8').end('42')
    })
  }
  const app = Fastify({ https })
  await guards[name](app, site)
  app.get(PATH, async () => '42')
  await app.ready()
  return app.server
}
