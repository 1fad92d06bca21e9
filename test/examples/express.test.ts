import t from 'tap'
import { curl, nodeHttps, requireProgram, temporaryFolder } from '../support/clients.js'
import type { ClientIdentity } from '../support/clients.js'
import { createAuthority } from '../support/pki.js'
import { startExample } from './start-example.js'

t.test('Alice gets in, and her JSON with her; Mallory and nobody do not', async t => {
  const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
  const server = await issuer.issueServer()
  const folder = await temporaryFolder(t, {
    'server.key': server.keyPem, 'server.crt': server.pem, 'company-issuer.crt': issuer.pem
  })
  const output = await startExample(t, 'express/main.ts', [folder]).printed(/https:\S+:\d+/)
  const port = Number(/:(\d+)\s/.exec(output)?.[1])
  const requests = [
    { path: '/' },
    { path: '/Accounts/balance' },
    { path: '/Accounts/transfers', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"to":"Bob"}' }
  ]
  const visitors: Array<[who: string, identity: ClientIdentity | null, answers: object[]]> = [
    ['Alice', await issuer.issue({ commonName: 'Alice', serialNumber: '01020304000000000005' }),
      [{ status: 200 }, { status: 200, body: 'hello Alice' }, { status: 201, json: { by: 'Alice', to: 'Bob' } }]],
    ['Mallory', await issuer.issue({ commonName: 'Mallory', serialNumber: '01020304000000000099' }),
      [{ status: 200 }, { status: 403, json: { subStatus: '403.12' } }, { status: 403, json: { subStatus: '403.12' } }]],
    ['nobody', null,
      [{ status: 200 }, { status: 403, json: { subStatus: '403.7' } }, { status: 403, json: { subStatus: '403.7' } }]]
  ]
  for (const client of [nodeHttps, curl]) {
    if (client.program && !requireProgram(t, client.program.name, client.program.debianPackage)) continue
    for (const [who, identity, answers] of visitors) {
      t.match(await client.converse(t, { port, requests, identity, tls: 'TLSv1.2' }), answers, `${who}, ${client.name}`)
    }
  }
})
