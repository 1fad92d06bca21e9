import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify from 'fastify'
import ceCertAuth, { httpsOptions, siteFromRegistry } from 'fastify-ce-cert-auth'
import type { Pki } from './pki.js'

const REGISTRY_FILE = new URL('accounts.reg', import.meta.url)

/** The app: what the registry file says, and the certificates that a registry file does not hold. */
export async function createServer (folder: string, pki: Pki) {
  const site = {
    ...siteFromRegistry(await readFile(REGISTRY_FILE)),
    store: join(folder, 'store'),
    trustAnchors: [pki['company-root.pem'], pki['accounting-issuer.pem']],
    intermediates: [pki['company-issuer.pem'], pki['branch-issuer.pem']]
  }
  const app = Fastify({ https: httpsOptions(site), forceCloseConnections: true })
  await app.register(ceCertAuth, site)
  app.get('/', async () => 'Everyone may read this.\n')
  app.get('/Accounts/balance', async ({ pseudoUser }) => `Hello ${pseudoUser?.name}, the balance is 42.\n`)
  return app
}
