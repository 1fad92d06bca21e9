import t from 'tap'
import { clients, requireProgram } from '../support/clients.js'
import { startSite } from '../support/start-site.js'
import { createAccounts, identityOf } from './accounts-site.js'
import { impossibility, nameOf, waysOf } from './ways.js'

const { site, pki } = await createAccounts(t)
const identity = identityOf(pki['alice.pem'])
const ways = waysOf({}).filter(way => way.manner === 'resumed' && impossibility(way, {}) === null)

// A resumed session brings the leaf alone (node-tls.md 2): the rest came in a handshake before, on a connection whose
// requests asked for nothing that needs a certificate; gnutls-cli's had no request at all.
t.test('the intermediates of a connection that never entered a certificate root', async t => {
  for (const way of ways) {
    await t.test(`are there when it is resumed: ${nameOf(way)}`, async t => {
      const { client: { program, converse }, http, tls, manner } = way
      if (program && !requireProgram(t, program.name, program.debianPackage)) return
      const { port, connections } = await startSite(t, { ...site, intermediates: [] }, { http2: http === 'h2' })
      const requests = [{ path: '/' }, { path: '/Accounts/balance' }]
      const responses = await converse(t, { port, requests, identity, http, tls, manner })
      t.match(responses, [{ json: { user: null } }, { json: { user: 'Alice' } }])
      t.match(connections.at(-1), { resumed: true })
    })
  }
  t.equal(ways.length, 2 * (clients.length + 1), 'curl in both versions of HTTP, the others in one; each in TLS 1.2 and 1.3')
})
