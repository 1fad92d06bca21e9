import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { ClientVerifier } from '../../lib/plugin/client-verifier.js'
import { requestDecider } from '../../lib/plugin/decide-request.js'
import type { Decided } from '../../lib/plugin/decide-request.js'
import { createSite } from '../../lib/site/options.js'
import { RouteRules } from '../../lib/site/route-rules.js'
import { createGuardedSite } from '../support/guarded-site.js'

const guarded = await createGuardedSite({ '/open': {}, '/My Files': { permissions: ['READ'] } })
const site = createSite(guarded.site)
const { decide } = requestDecider(site, new RouteRules(site.virtualRoots), new ClientVerifier(site))
const errors: unknown[] = []

function decided (url: string | undefined, options: { der?: Buffer, socket?: object, config?: object } = {}): Decided {
  const {
    der, config, socket = {
      encrypted: true,
      getCipher: () => ({ standardName: 'TLS_AES_256_GCM_SHA384' }),
      getPeerX509Certificate: () => der && { raw: der, fingerprint256: 'AB' }
    }
  } = options
  return decide({
    raw: { url, headers: {}, socket }, method: 'GET', routeOptions: { config }, log: { error: (error: unknown) => errors.push(error) }
  } as unknown as FastifyRequest)
}

t.test('what no root governs, or a root that wants no certificate, is not certificate-only', async (t) => {
  for (const url of ['/elsewhere', '/open']) {
    const entered = decided(url, { der: guarded.alice.der })
    t.match(entered, { decision: { admitted: true }, certificateOnly: false, clientCertificate: null }, url)
  }
})

t.test('a certificate root is certificate-only, whoever comes', async (t) => {
  const { alice, stranger } = guarded
  const entered = decided('/Accounts', { der: alice.der })
  t.match(entered, { decision: { admitted: true, pseudoUser: { name: 'Alice' } }, certificateOnly: true })
  t.strictSame(entered.clientCertificate?.raw, alice.der)
  t.match(decided('/Accounts', { der: stranger.der }), { decision: { subStatus: '403.12' }, certificateOnly: true, clientCertificate: null })
  t.match(decided('/Accounts'), { decision: { subStatus: '403.7' }, certificateOnly: true, clientCertificate: null })
})

t.test('so is a path that may lie in one', async (t) => {
  for (const url of ['/open/../Accounts', '/%zz', '', undefined]) {
    t.match(decided(url), { decision: { code: 'FST_CE_AMBIGUOUS_PATH' }, certificateOnly: true }, String(url))
  }
})

t.test('a URL that @fastify/express has decoded is read as well', async (t) => {
  const cases: Array<[url: string, governing: string | null | undefined]> = [
    ['/My Files/x', '/My Files'],
    ['/open/a b?c=\n%zz', '/open'],
    ['/elsewhere/a b', null],
    ['/Accounts ', undefined],
    ['/open/\t', undefined]
  ]
  for (const [url, governing] of cases) {
    const { decision } = decided(url)
    if (governing === undefined) t.equal(decision.code, 'FST_CE_AMBIGUOUS_PATH', url)
    else t.equal(decision.virtualRoot?.path ?? null, governing, url)
  }
})

t.test('what goes wrong refuses, and is logged', async (t) => {
  errors.length = 0
  const failing = { encrypted: true, getPeerX509Certificate: () => { throw new Error('no socket') } }
  const refused = { decision: { admitted: false, code: 'FST_CE_CERT_UNTRUSTED' }, certificateOnly: true, clientCertificate: null }
  t.match(decided('/Accounts', { socket: failing }), refused)
  t.match(decided('/elsewhere', { config: { ceCertAuth: { permissions: 'all' } } }), refused)
  t.match(errors, [{ message: 'no socket' }, { name: 'TypeError' }])
})
