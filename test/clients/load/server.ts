/** A child process: a site that asks in the middle of requests, and tells what it holds. */
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import ceCertAuth, { httpsOptions, type SiteOptions } from '../../../lib/index.js'
import { heldBytes } from '../../support/held-bytes.js'

/** What the process is told: all of it can be sent as JSON. */
export interface LoadSite {
  readonly site: SiteOptions
  readonly key: string
  readonly cert: string
}

/** What the process holds once its garbage is collected. */
export interface Holdings {
  readonly bytes: number
  readonly sockets: number
  readonly timers: number
}

function holdings (): Holdings {
  const resources = process.getActiveResourcesInfo()
  return {
    bytes: heldBytes(),
    sockets: resources.filter((name) => name === 'TCPSocketWrap').length,
    timers: resources.filter((name) => name === 'Timeout').length
  }
}

process.once('message', async ({ site, key, cert }: LoadSite) => {
  const app = Fastify({ https: { key, cert, ...httpsOptions(site) }, bodyLimit: 10_000_000 })
  await app.register(ceCertAuth, site)
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body) })
  app.route({
    method: ['GET', 'POST'],
    url: '/Accounts/*',
    handler: async ({ pseudoUser, body }) =>
      `${pseudoUser?.name} ${createHash('sha256').update(body as Buffer ?? '').digest('hex')}`
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.on('message', () => process.send?.(holdings()))
  process.send?.((app.server.address() as AddressInfo).port)
})
process.once('disconnect', () => process.exit())
