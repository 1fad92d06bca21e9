import t from 'tap'
import type { Test } from 'tap'
import { impossibility, nameOf, waysOf } from '../clients/ways.js'
import { requireProgram, temporaryFolder } from '../support/clients.js'
import type { ClientIdentity } from '../support/clients.js'
import { createAuthority } from '../support/pki.js'
import { startExample } from './start-example.js'

t.test('Alice gets in, Mallory and nobody do not, whatever they come with', async t => {
  const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
  const visitors: Array<[who: string, identity: ClientIdentity | null, answer: object]> = [
    ['Alice', await issuer.issue({ commonName: 'Alice', serialNumber: '01020304000000000005' }), { status: 200, body: 'hello Alice' }],
    ['Mallory', await issuer.issue({ commonName: 'Mallory', serialNumber: '01020304000000000099' }), { status: 403, json: { subStatus: '403.12' } }],
    ['nobody', null, { status: 403, json: { subStatus: '403.7' } }]
  ]
  const server = await issuer.issueServer()
  const folder = await temporaryFolder(t, {
    'server.key': server.keyPem,
    'server.crt': server.pem,
    'company-issuer.crt': issuer.pem
  })
  const port = await startFiveLines(t, folder)
  const requests = [{ path: '/Accounts/balance' }, { path: '/Accounts/balance' }]
  for (const way of waysOf({}).filter(way => way.http === 'http/1.1' && impossibility(way, {}) === null)) {
    const { client, http, tls, manner } = way
    await t.test(nameOf(way), async t => {
      if (client.program && !requireProgram(t, client.program.name, client.program.debianPackage)) return
      for (const [who, identity, answer] of visitors) {
        const responses = await client.converse(t, { port, requests, identity, http, tls, manner })
        t.match(responses, [answer, answer], who)
      }
    })
  }
})

async function startFiveLines (t: Test, folder: string): Promise<number> {
  const output = await startExample(t, 'five-lines/main.ts', [folder]).printed(/https:\S+:\d+/)
  return Number(/:(\d+)\s/.exec(output)?.[1])
}
