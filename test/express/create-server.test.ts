import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { ceCertAuth, createServer } from '../../lib/express.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { connectTls } from '../support/raw-tls.js'
import { startExpressSite } from '../support/start-express-site.js'
import { serverTlsOptions } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const { site: guarded, alice } = await createGuardedSite()
const site = { ...guarded, certificateHost: 'secure.test' }

for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
  t.test(`clients of the one host are asked and let in, others are sent there, in ${tls}`, async (t) => {
    const { port } = await startExpressSite(t, site, { byHostName: true })
    const ask = async (servername: string, host: string, method = 'GET') => {
      const request = { path: '/Accounts/x?y', method, headers: { host: `${host}:8443` } }
      return (await visit({ port, identity: alice, tls, servername }, [request])).responses[0]
    }
    t.match(await ask('secure.test', 'secure.test'), { status: 200, json: { user: 'Alice' } })
    t.match(await ask('www.test', 'www.test'), { status: 307, headers: { location: 'https://secure.test:8443/Accounts/x?y' } })
    t.match(await ask('www.test', 'www.test', 'POST'), { status: 421 })
    t.match(await ask('www.test', 'secure.test'), { status: 421 })
    t.match(await ask('secure.test', 'www.test'), { status: 421 })
  })
}

t.test('it is a server of node:https, with its options', async (t) => {
  const given = { ...await serverTlsOptions(), keepAliveTimeout: 1234 }
  const server = createServer(site, given, (request, response) => { response.end() }).listen(0, '127.0.0.1')
  t.teardown(() => { server.close() })
  await once(server, 'listening')
  t.equal(server.keepAliveTimeout, 1234)
  for (const servername of ['secure.test', 'www.test']) {
    const socket = await connectTls({ port: (server.address() as AddressInfo).port, servername })
    t.equal(socket.alpnProtocol, 'http/1.1')
    socket.destroy()
  }
})

t.test('the site must be that of the middleware', async (t) => {
  const server = createServer(site, await serverTlsOptions(), () => {})
  t.throws(() => ceCertAuth({ ...site, certificateHost: 'other.test' }, { server }), {
    name: 'TypeError', message: /^certificateHost: the server was made for 'secure\.test'/
  })
  t.doesNotThrow(() => ceCertAuth(site, { server }))
})

t.test('a site that names no host, or trusts nobody, is a mistake', async (t) => {
  t.throws(() => createServer(guarded, {}, () => {}), { name: 'TypeError', message: /^certificateHost: createServer asks by host name/ })
  t.throws(() => createServer({ virtualRoots: {}, certificateHost: 'a.test' }, {}, () => {}), { name: 'TypeError', message: /^trustAnchors/ })
})
