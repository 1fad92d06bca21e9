'use strict'

const { readFileSync } = require('node:fs')
const Fastify = require('fastify')
const ceCertAuth = require('fastify-ce-cert-auth')

const site = {
  virtualRoots: { '/Accounts': { permissions: 0x1C4, authentication: 1, userList: 'Alice' } },
  users: { Alice: { issuerCN: 'CompanyIssuer' } },
  trustAnchors: readFileSync('anchors.pem')
}

const app = Fastify({
  https: { cert: readFileSync('server.pem'), key: readFileSync('server.key'), ...ceCertAuth.httpsOptions(site) }
})
app.register(ceCertAuth, site)
app.get('/Accounts/balance', (request, reply) => { reply.send(`hello ${request.pseudoUser.name}`) })
app.listen({ port: 0, host: '127.0.0.1' }).then((address) => console.log(address))
