/** A child process: an app that asks for the certificate in the middle of a request, and tells what it has used. */
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type * as Package from '../../lib/index.js'
import { built } from '../built.js'
import { cpuMicroseconds } from '../../test/support/cpu-time.js'
import { PATH, type BenchSite } from '../servers/bench-site.js'

const { default: ceCertAuth, httpsOptions } = await built<typeof Package>('index.js')

process.once('message', async ({ site, key, cert }: BenchSite) => {
  const app = Fastify({ https: { key, cert, ...httpsOptions(site) }, bodyLimit: 100_000_000 })
  await app.register(ceCertAuth, site)
  const asBuffer = { parseAs: 'buffer' } as const
  app.addContentTypeParser('application/octet-stream', asBuffer, async (_request: unknown, body: Buffer) => body)
  app.route({
    method: ['GET', 'POST'],
    url: PATH,
    handler: async ({ body }) => String(body instanceof Buffer ? body.length : 0)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  process.on('message', () => process.send?.(cpuMicroseconds()))
  process.send?.((app.server.address() as AddressInfo).port)
})
process.once('disconnect', () => process.exit())
