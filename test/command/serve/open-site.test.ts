import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { Entrance } from '../../../lib/command/serve/entrance.js'
import { openSite } from '../../../lib/command/serve/open-site.js'
import type { ServedSite } from '../../../lib/command/serve/served-site.js'
import type { Target } from '../../../lib/command/serve/targets/target.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { keepLog } from '../../support/log.js'
import { createAuthority } from '../../support/pki.js'
import { requestRawPath } from '../../support/raw-tls.js'
import { serverTlsOptions } from '../../support/start-site.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const [company, other] = await Promise.all(['CompanyIssuer', 'OtherIssuer'].map((commonName) => createAuthority({ commonName })))
const folder = await temporaryFolder(t, {
  'app.mjs': `export default async (app) => {
    app.get('/*', async (request) => request.url)
    app.get('/fails/:status', async ({ params: { status } }) => {
      throw Object.assign(new Error('secret'), { statusCode: Number(status) })
    })
    app.get('/throws', async () => { throw new Error('secret') })
  }`,
  'holds.mjs': 'export default async (app) => { app.addHook("onClose", async () => { throw new Error("no disk") }) }',
  'fails.mjs': 'export default async () => { throw new Error("no database") }'
})
const module = (name: string): Target => ({ kind: 'module', module: join(folder, name) })

async function open (
  options: Omit<SiteOptions, 'virtualRoots'>, targets: Record<string, Target> = {}
): Promise<{ site: ServedSite, lines: ReturnType<typeof keepLog>['lines'] }> {
  const { logger, lines } = keepLog()
  const virtualRoots = Object.fromEntries(Object.keys(targets).map((prefix) => [prefix, {}]))
  const site = await openSite({
    options: { virtualRoots, ...options },
    targets: new Map(Object.entries(targets)),
    tls: await serverTlsOptions(),
    log: Fastify({ logger }).log
  })
  return { site, lines }
}

async function enter (t: Test, site: ServedSite): Promise<number> {
  const entrance = new Entrance(site)
  t.teardown(() => entrance.close(0))
  return (await entrance.listen(0, '127.0.0.1')).port
}

for (const [options, protocol] of [
  [{}, 'h2'],
  [{ acquire: 'handshake' }, 'h2'],
  [{ acquire: 'renegotiate' }, 'http/1.1'],
  [{ acquire: 'renegotiate', certificateHost: 'localhost' }, 'h2']
] as const) {
  t.test(`a browser speaks ${protocol} where the site says ${JSON.stringify(options)}`, async (t) => {
    const { site: { server } } = await open(options)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => { server.close() })
    const { port } = server.address() as AddressInfo
    const client = connect({ host: '127.0.0.1', port, ALPNProtocols: ['h2', 'http/1.1'], rejectUnauthorized: false })
    t.teardown(() => client.destroy())
    await once(client, 'secureConnect')
    t.equal(client.alpnProtocol, protocol)
  })
}

t.test('two sites share connections if they ask in the same way, of the same anchors', async (t) => {
  const ways = [
    {}, { acquire: 'renegotiate' }, { certificateHost: 'localhost' },
    { trustAnchors: company!.pem }, { trustAnchors: other!.pem }, { trustAnchors: [company!.pem, other!.pem] }
  ] as const
  const handshakes = async (): Promise<string[]> => {
    return Promise.all(ways.map(async (options) => (await open(options)).site.handshake))
  }
  const first = await handshakes()
  t.equal(new Set(first).size, ways.length)
  t.same(await handshakes(), first)
})

t.test('a root is met in upper and lower case, and its target sees it as the site writes it', async (t) => {
  const { site } = await open({}, { '/': module('app.mjs'), '/Accounts': module('app.mjs'), '/Accounts/Old/': module('app.mjs') })
  const port = await enter(t, site)
  for (const [path, seen] of [
    ['/ACCOUNTS/A?B=/accounts', '/Accounts/A?B=/accounts'],
    ['/accounts', '/Accounts'],
    ['/accounts?a', '/Accounts?a'],
    ['/accounts/OLD/A', '/Accounts/Old/A'],
    ['/accountsX', '/accountsX'],
    ['/Else/accounts', '/Else/accounts']
  ] as const) t.equal((await requestRawPath({ port, identity: null }, path)).body, seen)
})

t.test('what goes wrong here is the log\'s, what the client does wrong is told', async (t) => {
  const { site, lines } = await open({}, { '/a': module('app.mjs') })
  const port = await enter(t, site)
  const get = async (path: string): Promise<unknown[]> => {
    const { status, json } = await requestRawPath({ port, identity: null }, path)
    return [status, json]
  }
  const message = 'The request could not be answered'
  t.same(await get('/a/fails/418'), [418, { statusCode: 418, error: "I'm a Teapot", message: 'secret' }])
  t.same(lines, [])
  t.same(await get('/a/fails/503'), [503, { statusCode: 503, error: 'Service Unavailable', message }])
  t.same(await get('/a/throws'), [500, { statusCode: 500, error: 'Internal Server Error', message }])
  t.match(lines, [{ level: 50, err: { message: 'secret' } }, { level: 50, err: { message: 'secret' } }])
})

t.test('a target that can\'t be closed is the log\'s, and ends nothing else', async (t) => {
  const { site, lines } = await open({}, { '/a': module('holds.mjs') })
  site.retire()
  await site.closed
  t.match(lines, [{ level: 50, msg: /could not be given back/, err: { message: 'no disk' } }])
  await t.rejects(open({}, { '/a': module('holds.mjs'), '/b': module('fails.mjs') }), { message: 'no database' })
})

t.test('what keeps a site from being opened is passed on', async (t) => {
  await t.rejects(open({}, { '/a': module('fails.mjs') }), { message: 'no database' })
  await t.rejects(open({}, { '/a': module('none.mjs') }), { name: 'CommandError', message: /none\.mjs: it can't be loaded/ })
  await t.rejects(open({ adminUsers: 5 as never }), { name: 'TypeError' })
})
