import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import ceCertAuth, { httpsOptions } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { createAuthority, inject } from '../../lib/testing.js'
import { createGuardedSite } from '../support/guarded-site.js'

const { site, authority, alice, stranger, impostor } = await createGuardedSite()

async function appOf (t: Test, options: SiteOptions = site) {
  const app = Fastify({ https: httpsOptions(options) })
  t.teardown(() => app.close())
  await app.register(ceCertAuth, options)
  app.all('/Accounts/*', async ({ pseudoUser, serverVariables: { CERT_KEYSIZE: key }, body }) => {
    return { user: pseudoUser?.name, key, body }
  })
  return app as unknown as FastifyInstance
}

t.test('who comes with a certificate is decided as on a real connection', async (t) => {
  const app = await appOf(t)
  const url = '/Accounts/x'
  const entered = await inject(app, { url, certificate: alice.pem, method: 'POST', payload: { amount: 1 } })
  t.equal(entered.statusCode, 200)
  t.strictSame(entered.json(), { user: 'Alice', key: '256', body: { amount: 1 } })
  async function subStatus (options: object): Promise<unknown> {
    return (await inject(app, { url, ...options })).json().subStatus
  }
  t.equal(await subStatus({}), '403.7')
  t.equal(await subStatus({ certificate: null }), '403.7')
  t.equal(await subStatus({ certificate: stranger.der }), '403.12')
  t.equal(await subStatus({ certificate: impostor.certificate }), '403.16')
  t.equal(await subStatus({ certificate: alice.pem, cipher: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA' }), '403.5')
  t.equal((await app.inject(url)).json().subStatus, '403.4', 'app.inject is plain HTTP, as ever')
})

t.test('the chain is what the client sends besides', async (t) => {
  const middle = await authority.issueAuthority({ commonName: 'Middle' })
  const bob = await middle.issue({ commonName: 'Bob' })
  const app = await appOf(t, { ...site, users: { Bob: { issuerCN: 'Middle' } }, virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'] } } })
  const url = '/Accounts/x'
  t.match((await inject(app, { url, certificate: bob.pem })).json(), { subStatus: '403.16' })
  t.match((await inject(app, { url, certificate: bob.pem, chain: [middle.der] })).json(), { user: 'Bob' })
  t.match((await inject(app, { url, certificate: bob.chainPem })).json(), { user: 'Bob' })
})

t.test('the server name is that of the host, or another', async (t) => {
  const app = await appOf(t, { ...site, certificateHost: 'secure.test' })
  async function enter (options: object): Promise<number> {
    return (await inject(app, { url: '/Accounts/x', certificate: alice.pem, ...options })).statusCode
  }
  t.equal(await enter({ authority: 'secure.test:8443' }), 200)
  t.equal(await enter({ url: 'https://secure.test/Accounts/x' }), 200)
  t.equal(await enter({ authority: 'secure.test', serverName: 'other.test' }), 421)
  t.equal(await enter({ authority: 'secure.test', serverName: null }), 421)
  t.equal(await enter({ authority: '127.0.0.1', serverName: 'secure.test' }), 421)
  t.equal(await enter({ authority: '[::1]:8443' }), 200)
})

t.test('who can\'t be asked is refused', async (t) => {
  const app = await appOf(t, { ...site, acquire: 'renegotiate' })
  t.match((await inject(app, { url: '/Accounts/x' })).json(), { subStatus: '403.7' })
})

t.test('what is no certificate is a mistake', async (t) => {
  await t.rejects(inject(await appOf(t), { url: '/', certificate: 'alice.pem' }), { name: 'TypeError' })
})

t.test('the authority of tests makes what it needs', async (t) => {
  const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
  const app = await appOf(t, { ...site, trustAnchors: issuer.cert })
  const { cert } = await issuer.issue({ commonName: 'Alice', serialNumber: '0a' })
  t.match((await inject(app, { url: '/Accounts/x', certificate: cert })).json(), { user: 'Alice' })
})
