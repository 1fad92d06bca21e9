import t from 'tap'
import { nodeHttps, temporaryFolder } from '../support/clients.js'
import { createAuthority } from '../support/pki.js'
import { startExample } from './start-example.js'

t.test('Alice gets in, Mallory does not', async t => {
  const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
  const server = await issuer.issueServer()
  const folder = await temporaryFolder(t, {
    'server.key': server.keyPem,
    'server.crt': server.pem,
    'company-issuer.crt': issuer.pem
  })
  const output = await startExample(t, 'five-lines/main.ts', [folder]).printed(/https:\S+:\d+/)
  const port = Number(/:(\d+)\s/.exec(output)?.[1])
  const get = async (commonName: string, serialNumber: string) => (await nodeHttps.converse(t, {
    port,
    requests: [{ path: '/Accounts/balance' }],
    identity: await issuer.issue({ commonName, serialNumber })
  }))[0]
  t.match(await get('Alice', '01020304000000000005'), { status: 200, body: 'hello Alice' })
  t.match(await get('Mallory', '01020304000000000099'), { status: 403, json: { subStatus: '403.12' } })
})
