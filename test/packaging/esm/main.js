import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import ceCertAuth, { httpsOptions } from 'fastify-ce-cert-auth'
import { assertEveryRouteIsGoverned, createAuthority, inject } from 'fastify-ce-cert-auth/testing'

const site = {
  virtualRoots: { '/Accounts': { permissions: 0x1C4, authentication: 1, userList: 'Alice' } },
  users: { Alice: { issuerCN: 'CompanyIssuer' } },
  trustAnchors: readFileSync('anchors.pem')
}

const app = Fastify({
  https: { cert: readFileSync('server.pem'), key: readFileSync('server.key'), ...httpsOptions(site) }
})
await app.register(ceCertAuth, site)
app.get('/Accounts/balance', async (request) => `hello ${request.pseudoUser.name}`)
await assertEveryRouteIsGoverned(app)
const { cert } = await (await createAuthority({ commonName: 'CompanyIssuer' })).issue({ commonName: 'Impostor' })
const answer = await inject(app, { url: '/Accounts/balance', certificate: cert })
if (answer.json().subStatus !== '403.16') throw new Error(answer.body)
console.log(await app.listen({ port: 0, host: '127.0.0.1' }))
