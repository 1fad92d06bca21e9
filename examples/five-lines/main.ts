/**
 * The plugin in an app of one's own: `npx tsx examples/five-lines/main.ts <folder>`, where the folder holds
 * `server.key`, `server.crt` and `company-issuer.crt`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import ceCertAuth, { httpsOptions } from 'fastify-ce-cert-auth'

const read = (file: string) => readFileSync(join(process.argv[2] ?? '.', file), 'utf8')
const key = read('server.key')
const cert = read('server.crt')

const site = {
  virtualRoots: { '/Accounts': { permissions: 0x1C4, authentication: 1, userList: 'Alice' } },
  users: { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:05' } },
  trustAnchors: read('company-issuer.crt')
}

const app = Fastify({ https: { key, cert, ...httpsOptions(site) } })
await app.register(ceCertAuth, site)
app.get('/Accounts/balance', async (request) => `hello ${request.pseudoUser?.name}`)

console.log(await app.listen({ port: Number(process.env['PORT'] ?? 0) }))
