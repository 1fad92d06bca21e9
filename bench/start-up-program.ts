/** A child process: starts a site once, and says what CPU time that took, modules not counted. */
import Fastify, { type FastifyHttpsOptions } from 'fastify'
import type { Server } from 'node:https'
import type * as Package from '../lib/index.js'
import { built } from './built.js'
import { cpuMicroseconds } from '../test/support/cpu-time.js'
import type { StartUp } from './start-up.js'

const { default: ceCertAuth, httpsOptions, siteFromRegistry } = await built<typeof Package>('index.js')

// Fastify loads what compiles its schemas when the first app is made.
await Fastify().ready()

process.once('message', async ({ registryFile, site, key, cert }: StartUp) => {
  const before = cpuMicroseconds()
  const whole = { ...registryFile === null ? { virtualRoots: {} } : siteFromRegistry(registryFile), ...site }
  const app = Fastify({ https: { key, cert, ...httpsOptions(whole) } } as FastifyHttpsOptions<Server>)
  await app.register(ceCertAuth, whole)
  app.get('/Accounts/balance', async () => '42')
  await app.ready()
  process.send?.(cpuMicroseconds() - before)
  process.disconnect?.()
})
