import Fastify from 'fastify'
import promClient from 'prom-client'
import t from 'tap'
import type { Test } from 'tap'
import ceCertAuth from '../../../lib/index.js'
import type { SiteOptions } from '../../../lib/index.js'
import { requestRawPath } from '../../support/clients.js'
import { createGuardedSite } from '../../support/guarded-site.js'
import { startSite } from '../../support/start-site.js'
import { visit } from '../../support/visit.js'

const { site, alice, stranger } = await createGuardedSite({ '/open': {} })

/** A site that is counted, and what Prometheus reads of it: the value of each line, by its name and labels. */
async function startCounted (t: Test, options: Partial<SiteOptions> = {}) {
  const registry = new promClient.Registry()
  const { app, port } = await startSite(t, { ...site, metrics: { client: promClient, registry }, ...options }, {
    https: { maxVersion: 'TLSv1.3' },
    before: (app) => app.get('/metrics', async (request, reply) => {
      return reply.type(registry.contentType).send(await registry.metrics())
    })
  })
  async function scrape (): Promise<Record<string, number>> {
    const { status, body } = await requestRawPath({ port }, '/metrics')
    t.equal(status, 200)
    const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return Object.fromEntries(lines.map((line) => {
      const space = line.lastIndexOf(' ')
      return [line.slice('ce_cert_auth_'.length, space), Number(line.slice(space))]
    }))
  }
  return { app, port, registry, scrape }
}

t.test('Prometheus reads how many were decided, and how', async (t) => {
  const { port, scrape } = await startCounted(t)
  const tls = 'TLSv1.3'
  await visit({ port, identity: alice, tls }, [{ path: '/Accounts' }, { path: '/Accounts' }, { path: '/Accounts' }, { path: '/Accounts' }])
  await visit({ port, identity: stranger, tls }, [{ path: '/Accounts' }])
  await visit({ port, tls }, [{ path: '/Accounts' }, { path: '/open' }, { path: '/elsewhere' }, { path: '/%2e%2e/Accounts' }])
  const told = await scrape()
  t.match(told, {
    'decisions_total{virtual_root="/Accounts",sub_status="none"}': 4,
    'decisions_total{virtual_root="/Accounts",sub_status="403.12"}': 1,
    'decisions_total{virtual_root="/Accounts",sub_status="403.7"}': 1,
    'decisions_total{virtual_root="/open",sub_status="none"}': 1,
    'decisions_total{virtual_root="none",sub_status="none"}': 2,
    'decisions_total{virtual_root="none",sub_status="400"}': 1
  })
})

t.test('what a cache knew is told from what it did not', async (t) => {
  const { port, scrape } = await startCounted(t)
  await visit({ port, identity: alice }, Array(5).fill({ path: '/Accounts' }))
  const told = await scrape()
  // The verdict of the handshake is not known, that of the first request is; its decision is remembered from then on.
  t.match(told, {
    'cache_lookups_total{cache="chain",result="miss"}': 1,
    'cache_lookups_total{cache="chain",result="hit"}': 1,
    'cache_lookups_total{cache="decision",result="miss"}': 1,
    'cache_lookups_total{cache="decision",result="hit"}': 4,
    'chain_verification_seconds_count{signatures="verified"}': 1,
    'chain_verification_seconds_count{signatures="known"}': 1
  })
  t.ok(told['chain_verification_seconds_sum{signatures="verified"}']! > 0)
})

t.test('the days until the next expiry are those of the moment', async (t) => {
  let now = new Date()
  const { scrape } = await startCounted(t, { clock: () => now })
  const before = await scrape()
  now = new Date(now.getTime() + 24 * 60 * 60 * 1000)
  const after = await scrape()
  for (const of of ['trustAnchors', 'serverCertificate']) {
    const name = `expiry_days{of="${of}"}`
    t.ok(before[name]! > 28 && before[name]! <= 30, name)
    t.equal(Math.round((before[name]! - after[name]!) * 1e6), 1e6, name)
  }
})

t.test('what came of asking in the middle of requests', async (t) => {
  const { port, scrape } = await startCounted(t, { acquire: 'renegotiate' })
  await visit({ port, identity: alice, tls: 'TLSv1.2' }, [{ path: '/Accounts' }, { path: '/Accounts' }])
  await visit({ port, tls: 'TLSv1.2' }, [{ path: '/Accounts' }])
  await visit({ port, identity: alice, tls: 'TLSv1.3' }, [{ path: '/Accounts' }])
  t.match(await scrape(), {
    'renegotiations_total{outcome="obtained"}': 1,
    'renegotiations_total{outcome="declined"}': 1,
    'renegotiations_total{outcome="tls13"}': 1
  })
})

t.test('a request that is decided twice was asked once', async (t) => {
  const registry = new promClient.Registry()
  const counted: SiteOptions = { ...site, acquire: 'renegotiate', metrics: { client: promClient, registry } }
  const { port } = await startSite(t, counted, {
    after: (app) => {
      app.addHook('onRequest', async ({ raw }) => { raw.url += '?exchanged' })
      app.get('/*', async () => '')
    }
  })
  await visit({ port, identity: alice, tls: 'TLSv1.2' }, [{ path: '/Accounts' }])
  const values = async (name: string) => (await registry.getSingleMetric(`ce_cert_auth_${name}`)!.get()).values
  t.match(await values('decisions_total'), [{ value: 2 }])
  t.match(await values('renegotiations_total'), [{ labels: { outcome: 'obtained' }, value: 1 }])
})

t.test('no client can add to the labels', async (t) => {
  const { port, registry } = await startCounted(t)
  for (let count = 0; count < 20; count++) {
    await requestRawPath({ port, identity: stranger }, `/Accounts/${count}`, count % 2 === 0 ? 'GET' : 'PROPFIND')
    await requestRawPath({ port }, `/${count}"} 1\\n`)
  }
  const { values } = await registry.getSingleMetric('ce_cert_auth_decisions_total')!.get()
  t.ok(values.length <= 4, `${values.length} series`)
})

t.test('a registry has the metrics of one app, for as long as it lives', async (t) => {
  const registry = new promClient.Registry()
  const counted: SiteOptions = { virtualRoots: {}, metrics: { client: promClient, registry } }
  const first = Fastify()
  await first.register(ceCertAuth, counted)
  const second = Fastify()
  await t.rejects(async () => second.register(ceCertAuth, counted), {
    name: 'TypeError',
    message: 'metrics.registry: has ce_cert_auth_decisions_total already; give each app a registry of its own'
  })
  await Promise.all([first.close(), second.close()])
  t.strictSame(registry.getMetricsAsArray(), [])
})

t.test('without metrics nothing is counted', async (t) => {
  const { port } = await startSite(t, site)
  t.match(await requestRawPath({ port, identity: alice }, '/Accounts'), { status: 200 })
  t.strictSame(promClient.register.getMetricsAsArray(), [])
})
