import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { SiteOptions } from '../../../lib/index.js'
import type { HttpVersion } from '../../support/clients.js'
import type { Teardown } from '../../support/conversation.js'
import { createGuardedSite } from '../../support/guarded-site.js'
import { Relay } from '../../support/relay.js'
import type { Credentials } from '../../support/real-client.js'
import { startSite } from '../../support/start-site.js'
import { reportCarriage } from '../observed-site.js'
import { FAR, OTHER_HOST } from './acquisitions.js'
import type { Acquisition, Column } from './acquisitions.js'

/** More than any request here sends. */
const BODY_LIMIT = 8 * 1024 * 1024

/** A server that says what reached its handlers. */
export interface Received {
  user: string | null
  length: number
  sha256: string
}

export interface Servers {
  credentials: Credentials
  /** A port of its own for each conversation. */
  portFor (t: Teardown, acquisition: Acquisition, column: Column, http: HttpVersion): Promise<number>
}

/** The servers that conversations need, each started once. */
export async function createServers (t: Teardown): Promise<Servers> {
  const { site, authority, alice } = await createGuardedSite()
  const { keyPem, chainPem } = await authority.issueServer(['localhost', OTHER_HOST])
  const farRelays: Relay[] = []
  const running = new Map<string, Promise<number>>()

  async function start (own: Partial<SiteOptions>, server: Acquisition['server'], http: HttpVersion): Promise<number> {
    const { port } = await startSite(t, { ...site, ...own }, {
      ...server,
      http2: http === 'h2',
      https: { ...server?.https, key: keyPem, cert: chainPem },
      fastify: { bodyLimit: BODY_LIMIT },
      before: (app) => app.addHook('onRequest', ({ socket, raw }, _reply, done) => {
        // Over HTTP/2 a client sends 64 KB and then waits for the server (RFC 9113 §6.9.2).
        if (raw.httpVersionMajor === 1) farRelays.find(relay => relay.isAt(socket.remotePort))?.holdUntilSent(FAR)
        done()
      }),
      after: answerWithWhatCame
    })
    return port
  }

  return {
    credentials: { identity: alice, rootPem: authority.pem },
    async portFor (t, { site, server }, column, http) {
      const own = { ...site, ...column.site }
      const key = JSON.stringify([own, server, http])
      const port = running.get(key) ?? start(own, server, http)
      running.set(key, port)
      const relay = await Relay.start(t, await port)
      if (column.far) farRelays.push(relay)
      return relay.port
    }
  }
}

function answerWithWhatCame (app: FastifyInstance): void {
  reportCarriage(app)
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.all<{ Body: Buffer | undefined }>('/Accounts/*', async ({ pseudoUser, body = Buffer.alloc(0) }): Promise<Received> =>
    ({ user: pseudoUser?.name ?? null, ...digestOf(body) }))
}

export function digestOf (body: string | Uint8Array): Pick<Received, 'length' | 'sha256'> {
  return { length: Buffer.byteLength(body), sha256: createHash('sha256').update(body).digest('hex') }
}
