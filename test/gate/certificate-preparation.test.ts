import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { curl, requestRawPath } from '../support/clients.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { keepLog } from '../support/log.js'
import { requireProgram } from '../support/program.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const guarded = await createGuardedSite({ '/asked': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] } })
const { alice } = guarded
const site: SiteOptions = { ...guarded.site, acquire: 'renegotiate' }
const accounts = [{ path: '/Accounts' }]
const tls = 'TLSv1.2'

t.test('who enters a certificate root is asked, and nobody else', async (t) => {
  const { app, port } = await startSite(t, site)
  let asked = 0
  app.server.on('secureConnection', (socket) => socket.on('secure', () => { asked++ }))
  const { responses } = await visit({ port, identity: alice, tls }, [{ path: '/elsewhere' }])
  t.match(responses, [{ status: 200, json: { user: null } }])
  t.equal(asked, 0)
  const second = await visit({ port, identity: alice, tls }, [{ path: '/asked' }, ...accounts, ...accounts])
  t.match(second.responses, [{ json: { user: 'Alice' } }, { json: { user: 'Alice' } }, { json: { user: 'Alice' } }])
  t.equal(asked, 1)
})

t.test('who has declined is not asked again for that root, and comes anew for another', async (t) => {
  const { port, connections } = await startSite(t, site)
  const nobody = { port, tls } as const
  const { responses } = await visit(nobody, [...accounts, ...accounts, { path: '/asked' }, { path: '/elsewhere' }])
  t.match(responses.map(({ status }) => status), [403, 403, 200, 200])
  const other = await visit(nobody, [{ path: '/asked' }, ...accounts])
  t.match(other.responses, [{ status: 200 }, { status: 403, headers: { connection: 'close' } }])
  t.equal(connections.length, 2)
})

t.test('plain HTTP is refused without asking', async (t) => {
  const app = (await startSite(t, site)).app
  t.match((await app.inject('/Accounts')).json(), { subStatus: '403.4' })
})

t.test('TLS 1.3 is refused at once, and the log says why', async (t) => {
  const log = keepLog()
  const { port } = await startSite(t, site, { https: { maxVersion: 'TLSv1.3' }, fastify: { logger: log.logger } })
  t.match(await requestRawPath({ port, identity: alice, tls: 'TLSv1.3' }, '/Accounts'), { status: 403, json: { subStatus: '403.7' } })
  t.match(log.lines.at(-1), { ceCertAuth: { reason: /^TLS 1.3 can ask for no certificate/ } })
})

t.test('where asking goes wrong, the request is refused, and the log says so', async (t) => {
  const log = keepLog()
  const { port } = await startSite(t, { ...site, renegotiationTimeout: 50 }, {
    fastify: { logger: log.logger },
    before: (app) => app.addHook('onRequest', async ({ raw }) => {
      Object.assign(raw.socket, { renegotiate () { throw new Error('no handle') } })
    })
  })
  t.match(await requestRawPath({ port, identity: alice, tls }, '/asked'), { status: 403, json: { subStatus: '403.7' } })
  t.match(log.lines[0], { level: 50, msg: /could not be asked/, err: { message: 'no handle' } })
})

const certificateHost = 'secure.test'
const ways: Array<[http: 'http/1.1' | 'h2', tls: 'TLSv1.2' | 'TLSv1.3', method: string, expected: object]> = [
  ['http/1.1', 'TLSv1.2', 'GET', { status: 200, json: { user: 'Alice' } }],
  ['http/1.1', 'TLSv1.3', 'GET', { status: 307, json: { code: 'FST_CE_CERT_HOST' } }],
  ['http/1.1', 'TLSv1.3', 'POST', { status: 403, json: { subStatus: '403.7' } }],
  ['h2', 'TLSv1.3', 'GET', { status: 307, json: { code: 'FST_CE_CERT_HOST' } }],
  ['h2', 'TLSv1.3', 'POST', { status: 403, json: { subStatus: '403.7' } }]
]

for (const [http, tls, method, expected] of ways) {
  t.test(`where there is a certificateHost: ${method} in ${http} over ${tls}`, async (t) => {
    const { port } = await startSite(t, { ...site, certificateHost }, { http2: true })
    const authority = `open.test:${port}`
    const headers = http === 'h2' ? { ':authority': authority } : { host: authority }
    const { responses } = await visit({ port, identity: alice, tls, http, servername: 'open.test' }, [{ path: '/Accounts/x?y', method, headers }])
    t.match(responses, [expected])
    const location = method === 'GET' && tls === 'TLSv1.3' ? `https://secure.test:${port}/Accounts/x?y` : undefined
    t.equal(responses[0]?.headers['location'], location)
  })
}

t.test('HTTP/2 comes back on HTTP/1.1, and the handler runs once', async (t) => {
  if (!requireProgram(t, 'curl', 'curl')) return
  const seen: string[] = []
  const { port } = await startSite(t, site, {
    http2: true,
    after: (app) => app.all('/*', async ({ raw, pseudoUser }) => {
      seen.push(`${raw.httpVersion} ${raw.url}`)
      return { user: pseudoUser?.name ?? null }
    })
  })
  const requests = [{ path: '/Accounts' }, { path: '/elsewhere' }, { path: '/Accounts', method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } }]
  const responses = await curl.converse(t, { port, identity: alice, tls, http: 'h2', manner: 'kept-alive', requests })
  t.match(responses.map(({ json }) => json['user']), ['Alice', null, 'Alice'])
  t.strictSame(seen, ['1.1 /Accounts', '2.0 /elsewhere', '1.1 /Accounts'])
})
