import fastifyAuth from '@fastify/auth'
import fastifyBasicAuth from '@fastify/basic-auth'
import fastifyJwt from '@fastify/jwt'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { nodeHttp2, nodeHttps } from '../support/clients.js'
import type { ClientRequest, ClientResponse, HttpVersion } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import type { Identity } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import type { RunningSite } from '../support/start-site.js'

// lessons.md S42: on a certificate root no other authentication counts, and none is offered.
const { site, alice, stranger, impostor } = await createGuardedSite()
const versions: readonly HttpVersion[] = ['http/1.1', 'h2']

interface Scheme {
  /** Makes the hook of an app that authenticates every request so. */
  readonly hook: (app: FastifyInstance) => Promise<onRequestHookHandler | onRequestAsyncHookHandler>
  /** `Authorization` with right credentials, one request after the other on one connection. */
  readonly credentials: readonly string[]
  /** The first challenge that an open path gives; null: the scheme sends none. */
  readonly challenge: RegExp | null
}

const basic = `Basic ${Buffer.from('alice:secret').toString('base64')}`
const schemes: Record<string, Scheme> = {
  '@fastify/basic-auth': { hook: basicAuth, credentials: [basic], challenge: /^Basic realm=/ },
  '@fastify/auth': {
    async hook (app) {
      await app.register(fastifyAuth)
      const check = await basicAuth(app) as Parameters<typeof app.auth>[0][number]
      return app.auth([check]) as onRequestHookHandler
    },
    credentials: [basic],
    challenge: /^Basic realm=/
  },
  '@fastify/jwt': {
    async hook (app) {
      await app.register(fastifyJwt, { secret: 'a secret of the tests' })
      return async (request: FastifyRequest) => { await request.jwtVerify() }
    },
    credentials: [`Bearer ${await bearerToken()}`],
    challenge: null
  },
  'an NTLM handshake': {
    hook: async () => ntlm(),
    credentials: [1, 3].map((type) => `NTLM ${ntlmMessage(type)}`),
    challenge: /^NTLM$/
  }
}

async function basicAuth (app: FastifyInstance): Promise<onRequestHookHandler> {
  await app.register(fastifyBasicAuth, {
    async validate (name, password) { if (name !== 'alice' || password !== 'secret') throw new Error('wrong') },
    authenticate: { realm: 'Accounts' }
  })
  return app.basicAuth
}

async function bearerToken (): Promise<string> {
  const app = Fastify()
  await app.register(fastifyJwt, { secret: 'a secret of the tests' })
  await app.ready()
  return app.jwt.sign({ name: 'alice' })
}

/** MS-NLMP §2.2.1: signature and message type; a test needs no more of it. */
function ntlmMessage (type: number): string {
  return Buffer.from(`NTLMSSP\0${String.fromCharCode(type, 0, 0, 0)}`, 'latin1').toString('base64')
}

/** As NTLM does: what is proved once on a connection holds for all that follows on it. */
function ntlm (): onRequestAsyncHookHandler {
  const proved = new WeakSet<object>()
  return async ({ headers: { authorization }, raw: { socket } }, reply) => {
    if (authorization === `NTLM ${ntlmMessage(3)}`) proved.add(socket)
    if (proved.has(socket)) return
    const challenge = authorization === undefined ? 'NTLM' : `NTLM ${ntlmMessage(2)}`
    return reply.code(401).header('WWW-Authenticate', challenge).send('who are you?')
  }
}

type Place = (app: FastifyInstance, contents: (app: FastifyInstance) => Promise<void>) => Promise<void>
const inRoot: Place = async (app, contents) => contents(app)
const inChild: Place = async (app, contents) => { await app.register(async (child) => contents(child)) }

const places: Array<[name: string, before: boolean, place: Place]> = [
  ['before the plugin', true, inRoot],
  ['after the plugin', false, inRoot],
  ['in a child context before the plugin', true, inChild],
  ['in a child context after the plugin', false, inChild]
]

for (const [scheme, { hook, credentials, challenge }] of Object.entries(schemes)) {
  for (const [place, before, put] of places) {
    t.test(`${scheme}, ${place}`, async (t) => {
      const ran: string[] = []
      const contents = (app: FastifyInstance): Promise<void> => put(app, async (app) => {
        app.addHook('onRequest', await hook(app) as onRequestAsyncHookHandler)
        app.get('/Accounts/books', async (request) => { ran.push(mentionsOf(request)); return SECRET })
        app.get('/open', async () => 'welcome')
      })
      const running = await startSite(t, site, {
        http2: true, ...(before ? { before: contents, after: () => {} } : { after: contents })
      })

      for (const http of versions) {
        await t.test(http, async (t) => {
          const asking = (path: string, identity: Identity | null) => converse(t, running, http, identity,
            credentials.map((authorization) => ({ path, headers: { authorization } })))

          const [challenged] = await converse(t, running, http, null, [{ path: '/open' }])
          t.equal(challenged?.status, 401, 'other roots ask for credentials')
          if (challenge === null) t.notOk(challenged?.headers['www-authenticate'])
          else t.match(challenged?.headers['www-authenticate'], challenge)
          t.match((await asking('/open', null)).at(-1), { status: 200, body: 'welcome' }, 'other roots take them')

          for (const [who, identity, subStatus] of [
            ['nobody', null, '403.7'], ['a stranger', stranger, '403.12'], ['an impostor', impostor, '403.16']
          ] as const) {
            for (const response of await asking('/Accounts/books', identity)) {
              refused(t, response, subStatus, `right credentials do not help ${who}`)
            }
          }
          const [unasked] = await converse(t, running, http, null, [{ path: '/Accounts/books' }])
          refused(t, unasked, '403.7', 'no credentials are asked for')
          t.strictSame(ran, [], 'the handler has not run')

          for (const response of await asking('/Accounts/books', alice)) {
            t.notOk(response.headers['www-authenticate'], 'nor does a client with a certificate get a challenge')
          }
          t.equal(ran.length > 0, before, 'what looks at credentials after the decision finds none, and lets nobody pass')
          t.strictSame(ran.splice(0).filter((seen) => seen !== ''), [], 'the handler has not seen Authorization')
        })
      }
    })
  }
}

t.test('a connection that has proved itself by NTLM elsewhere is nobody on a certificate root', async (t) => {
  const running = await startSite(t, site, {
    before: (app) => { app.addHook('onRequest', ntlm()) },
    after: (app) => { app.get('/*', async () => SECRET) }
  })
  const responses = await converse(t, running, 'http/1.1', null, [
    ...[1, 3].map((type) => ({ path: '/open', headers: { authorization: `NTLM ${ntlmMessage(type)}` } })),
    { path: '/open' },
    { path: '/Accounts/books' }
  ])
  t.strictSame(responses.map(({ status }) => status), [401, 200, 200, 403])
  refused(t, responses.at(-1), '403.7', 'the connection is not asked either')
})

t.test('nothing that runs after the decision sees Authorization', async (t) => {
  const sights: Array<[where: string, seen: string]> = []
  const look = (where: string, request: FastifyRequest): void => { sights.push([where, mentionsOf(request)]) }
  const running = await startSite(t, site, {
    http2: true,
    before (app) {
      app.addHook('onRequest', async (request) => {
        const { fails, copies } = request.query as Record<string, string | undefined>
        if (copies !== undefined) request.headers = { ...request.headers, 'x-added': 'yes' }
        if (fails !== undefined) throw new Error('an earlier hook has failed')
      })
    },
    after (app) {
      for (const name of ['onRequest', 'preValidation', 'preHandler', 'onResponse'] as const) {
        app.addHook(name, async (request: FastifyRequest) => look(name, request))
      }
      app.addHook('preParsing', async (request) => look('preParsing', request))
      app.addHook('onSend', async (request) => look('onSend', request))
      app.addHook('onError', async (request) => look('onError', request))
      app.setErrorHandler((_error, request, reply) => { look('error handler', request); reply.code(400).send('sorry') })
      app.setNotFoundHandler((request, reply) => { look('404 handler', request); reply.code(404).send('nothing') })
      app.get('/Accounts/books', async (request) => { look('handler', request); return SECRET })
      app.get('/Accounts/fails', async () => { throw new Error('failed') })
    }
  })
  const headers = { authorization: basic }
  for (const http of versions) {
    for (const identity of [alice, stranger, null]) {
      for (const path of ['/books', '/books?copies', '/fails', '/nothing', '/books?fails', '/%2e%2e/open']) {
        await converse(t, running, http, identity, [{ path: `/Accounts${path}`, headers }])
      }
    }
  }
  t.strictSame(sights.filter(([, seen]) => seen !== ''), [])
  const places = new Set(sights.map(([where]) => where))
  t.strictSame([...places].sort(), [
    '404 handler', 'error handler', 'handler', 'onError', 'onRequest', 'onResponse', 'onSend', 'preHandler', 'preParsing',
    'preValidation'
  ], 'every one of them has looked')

  sights.length = 0
  await converse(t, running, 'http/1.1', null, [{ path: '/elsewhere', headers }])
  t.ok(sights.length > 0 && sights.every(([, seen]) => seen !== ''), 'on other roots all of them see it')
})

const writers: Record<string, (request: FastifyRequest, reply: FastifyReply) => unknown> = {
  'a header of the reply': (request, reply) => reply.code(401).header('WWW-Authenticate', 'Basic').send(''),
  'a header of the raw response': (request, reply) => { reply.raw.setHeader('WWW-Authenticate', ['Basic', 'NTLM']); return reply.send('') },
  'a success': (request, reply) => reply.header('www-authenticate', 'Negotiate oYG2').send(''),
  'a redirect': (request, reply) => reply.header('www-authenticate', 'Basic').redirect('/open'),
  'an error with headers': () => { throw Object.assign(new Error('no'), { statusCode: 401, headers: { 'WWW-Authenticate': 'Basic' } }) },
  'a Response of the web': () => new Response('', { status: 401, headers: { 'WWW-Authenticate': 'Basic' } }),
  'the raw response, by writeHead': (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(401, { 'WWW-Authenticate': 'Basic' })
    reply.raw.end()
  },
  'the raw response, by its first bytes': (request, reply) => {
    reply.hijack()
    reply.raw.setHeader('WWW-Authenticate', 'Basic')
    reply.raw.statusCode = 401
    reply.raw.end()
  },
  'an onSend hook': (request, reply) => reply.code(401).send('onSend')
}

for (const [name, writer] of Object.entries(writers)) {
  t.test(`no challenge leaves a certificate root, written by ${name}`, async (t) => {
    const running = await startSite(t, site, {
      http2: true,
      after (app) {
        app.addHook('onSend', async (request, reply, payload) => {
          if (payload === 'onSend') reply.header('WWW-Authenticate', 'Basic')
        })
        app.get('/Accounts/*', async (request, reply) => writer(request, reply))
        app.get('/open', async (request, reply) => writer(request, reply))
      }
    })
    for (const http of versions) {
      const [open] = await converse(t, running, http, null, [{ path: '/open' }])
      t.match(open?.headers['www-authenticate'], /Basic|Negotiate/, `${http}: other roots challenge as they like`)
      for (const [who, identity] of [['Alice', alice], ['a stranger', stranger], ['nobody', null]] as const) {
        const [response] = await converse(t, running, http, identity, [{ path: '/Accounts/books' }])
        t.notOk(response?.headers['www-authenticate'], `${http}: ${who}`)
        t.equal(response?.status === 403, identity !== alice)
      }
    }
  })
}

t.test('an error handler that answers every error with a challenge does not get one out', async (t) => {
  const running = await startSite(t, site, {
    before: (app) => app.setErrorHandler((_error, request, reply) =>
      reply.code(401).header('WWW-Authenticate', 'Basic').send(`log in, please: ${SECRET}`))
  })
  for (const identity of [null, stranger, impostor]) {
    const [response] = await converse(t, running, 'http/1.1', identity, [{ path: '/Accounts/books' }])
    t.equal(response?.status, 403)
    t.notOk(response?.headers['www-authenticate'])
    t.notMatch(response?.body, SECRET)
  }
})

/** Where a request still shows credentials, in any form that a handler can look at. */
function mentionsOf (request: FastifyRequest): string {
  const { raw } = request
  const forms = {
    headers: request.headers,
    rawHeaders: raw.rawHeaders,
    'raw.headers': raw.headers,
    headersDistinct: 'headersDistinct' in raw ? raw.headersDistinct : {}
  }
  return Object.entries(forms)
    .filter(([, form]) => /authorization|NTLM |Basic |Bearer /i.test(JSON.stringify(form)))
    .map(([name]) => name)
    .join(', ')
}

function refused (t: Test, response: ClientResponse | undefined, subStatus: string, why: string): void {
  t.match(response, { status: 403, json: { subStatus } }, why)
  t.notOk(response?.headers['www-authenticate'], 'no challenge leaves')
  t.notMatch(response?.body, SECRET)
}

/** All requests on one connection. */
function converse (
  t: Test, { port }: RunningSite, http: HttpVersion, identity: Identity | null, requests: readonly ClientRequest[]
): Promise<ClientResponse[]> {
  return (http === 'h2' ? nodeHttp2 : nodeHttps).converse(t, { port, http, identity, manner: 'kept-alive', requests })
}
