/**
 * The middleware in an app of Express: `npx tsx examples/express/main.ts <folder>`, where the folder holds
 * `server.key`, `server.crt` and `company-issuer.crt`. A client is asked for its certificate when it comes to
 * /Accounts, not before.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { httpsOptions } from 'fastify-ce-cert-auth'
import { ceCertAuth } from 'fastify-ce-cert-auth/express'

const read = (file: string) => readFileSync(join(process.argv[2] ?? '.', file), 'utf8')
const key = read('server.key')
const cert = read('server.crt')

const site = {
  virtualRoots: { '/Accounts': { permissions: 0x1C4, authentication: 1, userList: 'Alice' } },
  users: { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:05' } },
  trustAnchors: read('company-issuer.crt'),
  acquire: 'renegotiate'
} as const

const app = express()
const server = createServer({ key, cert, ...httpsOptions(site) }, app)
app.use(ceCertAuth(site, { server }))
app.use(express.json())
app.get('/', (request, response) => { response.send('Everyone may read this.\n') })
app.get('/Accounts/balance', (request, response) => { response.send(`hello ${request.pseudoUser?.name}`) })
app.post('/Accounts/transfers', (request, response) => {
  response.status(201).json({ by: request.pseudoUser?.name, ...request.body })
})

server.listen(Number(process.env['PORT'] ?? 0), () => {
  console.log(`https://localhost:${(server.address() as AddressInfo).port}`)
})
