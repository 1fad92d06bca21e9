import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import promClient from 'prom-client'
import t from 'tap'
import type { Test } from 'tap'
import type { DecisionMessage, SiteOptions } from '../../lib/index.js'
import type { ClientRequest, TlsVersion } from '../support/conversation.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { keepLog } from '../support/log.js'
import type { Identity } from '../support/pki.js'
import { startExpressSite } from '../support/start-express-site.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// One site on both: Express' clients are answered what Fastify's clients are, and operators read the same.
const { site: guarded, alice, stranger, impostor, authority } = await createGuardedSite({
  '/': { permissions: ['READ'] },
  '/Accounts/closed': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 3 },
  '/Accounts/read': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'] },
  '/asked': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] },
  '/private': { permissions: ['READ', 'DONT_CACHE', 'REQUIRE_CERT'] },
  '/nothing': { permissions: ['SSL'] },
  '/ssl': { permissions: ['READ', 'SSL'] }
})
const old = await authority.issue({
  commonName: 'Alice', serialNumber: '0a', notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01')
})
const site: SiteOptions = { ...guarded, adminUsers: 'Nobody' }

const CREDENTIALS = { authorization: 'Basic QWxpY2U6c2VjcmV0' }
// But for what Fastify's router refuses by itself: malformed escapes.
const everyRequest: readonly ClientRequest[] = [
  { path: '/' },
  { path: '/elsewhere?a=b' },
  { path: '/', method: 'POST' },
  { path: '/Accounts' },
  { path: '/accounts/x', method: 'HEAD' },
  { path: '/Accounts/x', method: 'DELETE' },
  { path: '/Accounts/x', headers: CREDENTIALS },
  { path: '/Accounts/closed' },
  { path: '/Accounts/read' },
  { path: '/Accounts/read', method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { path: '/asked' },
  { path: '/private' },
  { path: '/nothing' },
  { path: '/ssl', headers: CREDENTIALS },
  { path: '/Accounts%2fx' },
  { path: '/open/../Accounts' },
  { path: '//Accounts' },
  { path: '/Accounts;x/..' },
  { path: '/%41ccounts' }
]

const someRequests = everyRequest.filter(({ path, method = 'GET' }) =>
  ['/elsewhere?a=b', '/Accounts/read', '/asked', '/nothing', '/Accounts%2fx'].includes(path) || method === 'DELETE')

type Person = readonly [who: string, identity: Identity | null]
const some: readonly Person[] = [['nobody', null], ['Alice', alice], ['a stranger', stranger]]
const everyone: readonly Person[] = [...some, ['an impostor', impostor], ['Alice of yesterday', old]]

interface Way {
  readonly options?: Partial<SiteOptions>
  readonly tls: readonly TlsVersion[]
  /** Everyone, with every request. Default: some. */
  readonly isThorough?: boolean
  readonly byHostName?: boolean
  readonly servername?: string
}

const ways: Readonly<Record<string, Way>> = {
  'asked in the handshake': { tls: ['TLSv1.3'], isThorough: true },
  'asked in an older handshake': { tls: ['TLSv1.2'] },
  'asked in the request': { options: { acquire: 'renegotiate' }, tls: ['TLSv1.2'] },
  'that can not be asked in the request': {
    options: { acquire: 'renegotiate', certificateHost: 'secure.test' }, tls: ['TLSv1.3']
  },
  'asked by host name': {
    options: { certificateHost: 'secure.test' }, byHostName: true, tls: ['TLSv1.3'], servername: 'secure.test'
  },
  'not asked by host name': {
    options: { certificateHost: 'secure.test' }, byHostName: true, tls: ['TLSv1.2', 'TLSv1.3'], servername: 'www.test'
  },
  'not asked, where many hosts are': {
    options: { certificateHost: '*.secure.test' }, byHostName: true, tls: ['TLSv1.3'], servername: 'www.test'
  },
  'whom mapUser refuses': { options: { mapUser: async (certificate, { name }) => name !== 'Alice' }, tls: ['TLSv1.3'] },
  'whom mapUser lets in': { options: { mapUser: () => true }, tls: ['TLSv1.3'] },
  'whose revocation is not known': { options: { revocation: 'chain' }, tls: ['TLSv1.3'] },
  'of a clock that fails': { options: { clock: () => { throw new Error('the battery is empty') } }, tls: ['TLSv1.3'] }
}

/** What was answered and told, without what differs from one request to the next. */
interface Story {
  readonly answers: unknown[]
  readonly logged: unknown[]
  readonly told: unknown[]
  readonly counted: unknown
}

type Shell = (t: Test, site: SiteOptions, log: ReturnType<typeof keepLog>, way: Way) => Promise<{ port: number }>

const shells: Readonly<Record<'fastify' | 'express', Shell>> = {
  fastify: (t, site, log, { byHostName = false }) => startSite(t, site, {
    byHostName,
    https: byHostName || site.acquire === 'renegotiate' ? { maxVersion: 'TLSv1.3' } : {},
    fastify: { logger: log.logger },
    after (app) {
      app.addContentTypeParser('*', (_request, _payload, done) => { done(null) })
      app.all('/*', async ({ method, pseudoUser, headers }, reply) => {
        reply.type('text/plain; charset=utf-8')
        return `${method} ${pseudoUser?.name} ${headers.authorization}`
      })
    }
  }),
  express: (t, site, log, { byHostName = false }) => startExpressSite(t, site, {
    byHostName,
    https: byHostName || site.acquire === 'renegotiate' ? { maxVersion: 'TLSv1.3' } : {},
    log,
    after (app) {
      app.disable('x-powered-by').disable('etag')
      app.use(({ method, pseudoUser, headers }, response) => {
        response.type('text').send(`${method} ${pseudoUser?.name} ${headers.authorization}`)
      })
    }
  })
}

async function storyOf (t: Test, shell: Shell, way: Way, tls: TlsVersion, identity: Identity | null): Promise<Story> {
  const log = keepLog('debug')
  const registry = new promClient.Registry()
  const told: unknown[] = []
  const listen = (message: unknown): void => { told.push(summary(message as DecisionMessage)) }
  const { port } = await shell(t, { ...site, ...way.options, metrics: { client: promClient, registry } }, log, way)
  subscribe('fastify-ce-cert-auth:decision', listen)
  const answers: unknown[] = []
  for (const request of way.isThorough === true ? everyRequest : someRequests) {
    const host = `${way.servername ?? 'localhost'}:443`
    const { responses } = await visit(
      { port, identity, tls, ...way.servername !== undefined && { servername: way.servername } },
      [{ ...request, headers: { host, ...request.headers } }, { path: '/Accounts', headers: { host } }]
    )
    answers.push(responses.map(({ status, headers: { date, 'keep-alive': _, ...headers }, body }) => {
      return { status, headers, body }
    }))
  }
  unsubscribe('fastify-ce-cert-auth:decision', listen)
  const counters = ['decisions_total', 'renegotiations_total', 'cache_lookups_total'].map(async (name) =>
    (await registry.getSingleMetric(`ce_cert_auth_${name}`)!.get()).values)
  // Fastify logs the errors that it is given once more.
  const logged = log.lines.filter(({ ceCertAuth, level, err }) => {
    return ceCertAuth !== undefined || (level > 30 && !isRefusal(err))
  }).map(({ level, msg, ceCertAuth }) => ({ level, msg, ceCertAuth }))
  return { answers, logged, told, counted: await Promise.all(counters) }
}

function isRefusal (error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code?.startsWith('FST_CE_') === true
}

function summary ({ decision, request }: DecisionMessage): unknown {
  const { chain, ...rest } = decision
  const { virtualRoot, pseudoUser, clientCertificate, serverVariables: { REMOTE_ADDR, ...serverVariables } } = request
  const fingerprint256 = clientCertificate?.fingerprint256
  return { ...rest, chain: chain?.errorStatus, virtualRoot, pseudoUser, fingerprint256, serverVariables }
}

for (const [name, way] of Object.entries(ways)) {
  for (const tls of way.tls) {
    t.test(`clients ${name}, with ${tls}`, async (t) => {
      for (const [who, identity] of way.isThorough === true ? everyone : some) {
        const fastify = await storyOf(t, shells.fastify, way, tls, identity)
        const express = await storyOf(t, shells.express, way, tls, identity)
        t.strictSame(express, fastify, who)
        t.not(express.told.length, 0)
      }
    })
  }
}
