import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { httpsOptions } from 'fastify-ce-cert-auth'
import type { SiteOptions } from 'fastify-ce-cert-auth'
import { ceCertAuth } from 'fastify-ce-cert-auth/express'

const site: SiteOptions = {
  virtualRoots: { '/Accounts': { permissions: ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'], authentication: 1 } },
  users: { Alice: { issuerCN: 'CompanyIssuer' } },
  trustAnchors: readFileSync('anchors.pem')
}

const app = express()
const server = createServer({ cert: readFileSync('server.pem'), key: readFileSync('server.key'), ...httpsOptions(site) }, app)
const auth = ceCertAuth(site, { server })
if (auth.explain({ path: '/Accounts' }).subStatus !== '403.7') throw new Error('who has no certificate is refused')
app.use(auth)
app.get('/Accounts/balance', ({ pseudoUser }, response) => {
  if (pseudoUser === null) throw new Error('a user was mapped, or the handler is not reached')
  response.send(`hello ${pseudoUser.name}`)
})

// What is said in package.json of `require` is there too, and nothing of Fastify comes with it.
const require = createRequire(import.meta.url)
if (typeof require('fastify-ce-cert-auth/express').ceCertAuth !== 'function') throw new Error('no ceCertAuth')
const ofFastify = Object.keys(require.cache).filter((path) => /node_modules\/fastify\//.test(path))
if (ofFastify.length > 0) throw new Error(ofFastify.join('\n'))

server.listen(0, '127.0.0.1', () => { console.log(`https://127.0.0.1:${(server.address() as AddressInfo).port}`) })
