import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fastifyExpress from '@fastify/express'
import fastifyMiddie from '@fastify/middie'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { connectTls } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import { keepLog } from '../support/log.js'
import type { Identity } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import type { RunningSite } from '../support/start-site.js'

// behaviour.md 2, "Nobody answers before us"
const { site, alice, stranger } = await createGuardedSite()

type Contents = (app: FastifyInstance) => unknown
const handler: Contents = (app) => app.get('/Accounts/*', async () => SECRET)

/** Takes part in every reply, and takes its time: replies that are on their way meet the decision here. */
const slowOnSend: Contents = (app) => app.addHook('onSend', async () => { await nextTurn(); await nextTurn() })

/** What an app had before the plugin came, and how it answers every request of /Accounts with the secret. */
const early: Record<string, Contents> = {
  'a route': handler,
  'a route in a child context': (app) => app.register(async (child) => { handler(child) }),
  'a route in a child context of a child context with prefixes': (app) => app.register(async (child) => {
    await child.register(async (grandchild) => { grandchild.get('/:rest', async () => SECRET) }, { prefix: '/' })
  }, { prefix: '/Accounts' }),
  'a 404 handler': (app) => app.setNotFoundHandler(async () => SECRET),
  'a 404 handler of a prefix': (app) => app.register(async (child) => {
    child.setNotFoundHandler(async () => SECRET)
  }, { prefix: '/Accounts' }),
  'an onRequest hook': (app) => app.addHook('onRequest', (request, reply) => { reply.send(SECRET) }),
  'an asynchronous onRequest hook': (app) => app.addHook('onRequest', async (request, reply) => {
    await nextTurn()
    return reply.send({ books: SECRET })
  }),
  'a hook of a child context': (app) => app.register(async (child) => {
    child.addHook('onRequest', async (request, reply) => reply.send(SECRET))
    child.get('/Accounts/*', async () => 'never reached')
  }),
  'a hook of a child context that decorates its requests': (app) => app.register(async (child) => {
    child.decorateRequest('own', null)
    child.addHook('onRequest', async (request, reply) => reply.code(404).send(SECRET))
    child.get('/Accounts/*', async () => 'never reached')
  }),
  'a hook that replies with a stream': (app) => app.addHook('onRequest', async (request, reply) => reply.send(Readable.from([SECRET]))),
  'a hook that replies with a stream of the web': (app) => app.addHook('onRequest', async (request, reply) =>
    reply.send(new Blob([SECRET]).stream())),
  'a hook that replies with a Response': (app) => app.addHook('onRequest', async (request, reply) => reply.send(new Response(SECRET))),
  'a hook that replies with bytes': (app) => app.addHook('onRequest', async (request, reply) => reply.send(Buffer.from(SECRET))),
  'a hook that says it in every header': (app) => app.addHook('onRequest', async (request, reply) => {
    reply.raw.setHeader('X-Raw', SECRET)
    return reply.headers({ 'Set-Cookie': [`a=${SECRET}`, 'b=2'], ETag: `"${SECRET}"`, 'Content-Encoding': 'identity', 'X-Reply': SECRET })
      .header('Content-Length', '0').send()
  }),
  'a hook that says it in the reason phrase': (app) => app.addHook('onRequest', async (request, reply) => {
    reply.raw.statusMessage = SECRET
    return reply.send('in the reason phrase')
  }),
  'a hook that says it in a trailer': (app) => app.addHook('onRequest', async (request, reply) =>
    reply.trailer('x-secret', async () => SECRET).send('in the trailer')),
  'a hook that redirects': (app) => app.addHook('onRequest', async (request, reply) => reply.redirect(`/open?${SECRET}`)),
  'a hook that asks for a password': (app) => app.addHook('onRequest', async (request, reply) =>
    reply.code(401).header('WWW-Authenticate', 'Basic').send(SECRET)),
  'a hook that replies, and goes on': (app) => {
    slowOnSend(app)
    app.addHook('onRequest', (request, reply, done) => { reply.send(SECRET); done() })
  },
  'a hook that replies with an error status, and goes on': (app) => {
    slowOnSend(app)
    app.addHook('onRequest', async (request, reply) => { reply.code(418).send(SECRET) })
  },
  'a hook that fails, and an error handler that answers': (app) => {
    app.setErrorHandler((_error, request, reply) => { reply.code(200).send(SECRET) })
    app.addHook('onRequest', async () => { throw new Error('failed') })
  },
  'an error handler that answers whatever fails': (app) => {
    app.setErrorHandler((_error, request, reply) => { reply.code(200).send(SECRET) })
    app.get('/Accounts/*', async () => { throw new Error('failed') })
  },
  'an error handler that takes its time': (app) => {
    slowOnSend(app)
    app.setErrorHandler(async (_error, request, reply) => { await nextTurn(); return reply.code(404).send(SECRET) })
    app.get('/Accounts/*', async () => { throw new Error('failed') })
  },
  'an error handler that goes to the 404 handler': (app) => {
    app.setErrorHandler((_error, request, reply) => { reply.callNotFound() })
    app.setNotFoundHandler(async () => SECRET)
    app.get('/Accounts/*', async () => { throw new Error('failed') })
  },
  'a hook that goes to the 404 handler': (app) => {
    app.setNotFoundHandler(async () => SECRET)
    app.addHook('onRequest', (request, reply) => { reply.callNotFound() })
    app.get('/Accounts/*', async () => 'never reached')
  },
  'a hook that throws null': (app) => {
    // eslint-disable-next-line no-throw-literal -- Fastify takes it for no error, and skips the hooks that follow
    app.addHook('onRequest', (): void => { throw null })
    handler(app)
  },
  'a hook that goes on twice': (app) => {
    slowOnSend(app)
    app.addHook('onRequest', (request, reply, done) => { done(); done() })
    handler(app)
  },
  'a timeout of the handler': (app) => {
    app.setErrorHandler((_error, request, reply) => { reply.code(200).send(SECRET) })
    app.addHook('onRequest', async () => { await new Promise((resolve) => { setTimeout(resolve, 50) }) })
    app.get('/Accounts/*', { handlerTimeout: 5 }, async () => 'never reached')
  },
  'a cache': (app) => {
    const cache = new Map<string, unknown>([['/Accounts/books', SECRET]])
    app.addHook('onRequest', async ({ url }, reply) => { if (cache.has(url)) return reply.send(cache.get(url)) })
    app.addHook('onSend', async ({ url }, reply, payload) => { cache.set(url, payload) })
  },
  'a response of Express': async (app) => {
    await app.register(fastifyExpress)
    app.use((_request, response) => { response.send(SECRET) })
  }
}

for (const [name, before] of Object.entries(early)) {
  t.test(`${name}, registered before the plugin, does not get the secret out`, async (t) => {
    const running = await startSite(t, site, { before, after: () => {} })
    t.match(await ask(running, alice), SECRET, 'it would')
    for (const [identity, code] of [[null, 'CERT_REQUIRED'], [stranger, 'MAPPER_DENIED']] as const) {
      const response = await ask(running, identity)
      t.match(response, /^HTTP\/1\.1 403 Forbidden\r\n/)
      t.match(response, `"code":"FST_CE_${code}"`)
      t.notMatch(response, SECRET)
      t.notMatch(response, /www-authenticate|set-cookie|etag|content-encoding|location|never reached/i)
    }
  })
}

t.test('the source of a reply that is replaced is closed', async (t) => {
  const closed: string[] = []
  const running = await startSite(t, site, {
    before: (app) => app.addHook('onRequest', async (request, reply) => {
      if (request.url.endsWith('web')) return reply.send(new ReadableStream({ cancel () { closed.push('web'); throw new Error('ignored') } }))
      return reply.send(new Readable({ read () {}, destroy (error, done) { closed.push('node'); done(error) } }))
    })
  })
  for (const kind of ['node', 'web']) t.match(await ask(running, null, `/Accounts/${kind}`), /403\.7/)
  t.strictSame(closed, ['node', 'web'])
})

t.test('an onSend hook registered later can word a refusal, and can not make a success of it', async (t) => {
  const running = await startSite(t, site, {
    after (app) {
      app.addHook('onSend', async (request, reply) => { reply.code(200); return 'well done' })
      handler(app)
    }
  })
  const response = await ask(running, null)
  t.match(response, /^HTTP\/1\.1 403 /)
  t.match(response, 'well done')
})

t.test('an app learns of a refusal in its onError hooks and its error handler', async (t) => {
  const learned: unknown[] = []
  const running = await startSite(t, site, {
    before: (app) => {
      app.addHook('onError', async (request, reply, error) => { learned.push(error) })
      app.setErrorHandler((failure, request, reply) => { learned.push(failure); reply.code(500).send('') })
    }
  })
  t.match(await ask(running, null), /403\.7/)
  t.equal(learned.length, 2)
  for (const error of learned) t.match(error, { code: 'FST_CE_CERT_REQUIRED', statusCode: 403, subStatus: '403.7' })
})

t.test('an error handler meets a decided request, whoever has failed', async (t) => {
  const met: unknown[] = []
  const running = await startSite(t, site, {
    before: (app) => app.addHook('onRequest', async () => { throw new Error('failed') }),
    after: (app) => {
      app.setErrorHandler((_error, request, reply) => {
        met.push([request.virtualRoot?.path, request.pseudoUser?.name, request.clientCertificate !== null])
        reply.code(400).send('sorry')
      })
    }
  })
  t.match(await ask(running, alice), /400[^]*sorry/)
  t.match(await ask(running, null), /403\.7/)
  t.strictSame(met, [['/Accounts', 'Alice', true], ['/Accounts', undefined, false]])
})

for (const [name, plugin] of [['@fastify/middie', fastifyMiddie], ['@fastify/express', fastifyExpress]] as const) {
  const use: Contents = async (app) => {
    await app.register(plugin)
    const middleware = (request: unknown, response: { end (text: string): void }): void => { response.end(SECRET) }
    app.use('/Accounts', middleware)
    app.use('/open', middleware)
  }
  const warnings = ({ lines }: ReturnType<typeof keepLog>): string[] =>
    lines.filter(({ level, msg }) => level === 40 && msg.startsWith(name)).map(({ msg }) => msg)

  t.test(`middleware of ${name}, registered after the plugin, does not answer before it`, async (t) => {
    const log = keepLog()
    const running = await startSite(t, site, { fastify: { logger: log.logger }, after: use })
    t.match(await ask(running, null, '/open'), SECRET, 'elsewhere it answers')
    t.match(await ask(running, alice), SECRET)
    for (const path of ['/Accounts', '/Accounts/books', '/accounts', '/%41ccounts', '/Accounts%2fbooks', '//Accounts', '/Accounts;x']) {
      t.notMatch(await ask(running, null, path), SECRET, path)
    }
    t.strictSame(warnings(log), [])
  })

  const contexts: Array<[context: string, contents: Contents]> = [
    ['', use],
    [' in a child context', (app) => app.register(async (child) => { await use(child) })]
  ]
  for (const [context, contents] of contexts) {
    t.test(`middleware of ${name}, registered before the plugin${context}, is named at start`, async (t) => {
      const log = keepLog()
      await startSite(t, site, { fastify: { logger: log.logger }, before: contents })
      t.strictSame(warnings(log), [
        `${name} was registered before fastify-ce-cert-auth: its middleware can answer requests of certificate roots ` +
        'before they are decided; register fastify-ce-cert-auth first'
      ])
    })
  }

  t.test(`middleware of ${name} that does not answer changes nothing`, async (t) => {
    const running = await startSite(t, site, {
      async before (app) {
        await app.register(plugin)
        app.use((request: unknown, response: unknown, next: () => void) => { next() })
      },
      after: handler
    })
    t.match(await ask(running, alice, '/Accounts/My%20Books?a=%0A'), SECRET)
    t.match(await ask(running, null, '/Accounts/My%20Books?a=%0A'), /403\.7/)
  })
}

t.test('inject is plain HTTP', async (t) => {
  const { app } = await startSite(t, site, { before: handler })
  for (const url of ['/Accounts/books', '/accounts/x', '/Accounts/missing/']) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST'] as const) {
      const response = await app.inject({ method, url, headers: { 'x-forwarded-proto': 'https' } })
      t.equal(response.statusCode, 403)
      if (method !== 'HEAD') t.match(response.json(), { code: 'FST_CE_SSL_REQUIRED', subStatus: '403.4' })
    }
  }
})

t.test('options of a route that was there before are honoured', async (t) => {
  const running = await startSite(t, site, {
    before (app) {
      app.get('/Accounts/own', { config: { ceCertAuth: { userList: '-Alice' } } }, async () => SECRET)
      app.get('/elsewhere', { config: { ceCertAuth: { permissions: ['READ', 'REQUIRE_CERT'] } } }, async () => SECRET)
      handler(app)
    }
  })
  t.match(await ask(running, alice, '/Accounts/own'), /403\.12/)
  t.match(await ask(running, alice, '/Accounts/other'), SECRET)
  t.match(await ask(running, null, '/elsewhere'), /403\.7/)
  t.match(await ask(running, stranger, '/elsewhere'), SECRET)
})

t.test('wrong options of a route that was there before deny, and are logged', async (t) => {
  const log = keepLog()
  const running = await startSite(t, site, {
    fastify: { logger: log.logger },
    before: (app) => app.get('/elsewhere', { config: { ceCertAuth: { permissions: 0x80000 } } }, async () => SECRET)
  })
  const response = await ask(running, alice, '/elsewhere')
  t.match(response, /403\.16/)
  t.notMatch(response, /80000|SECRET/)
  t.match(log.lines.filter(({ level }) => level === 50), [{ err: { type: 'TypeError', message: /\/elsewhere.*0x80000/ } }])
})

/** A whole response as it came, trailers included. */
async function ask ({ port }: RunningSite, identity: Identity | null, path = '/Accounts/books'): Promise<string> {
  const socket = await connectTls({ port, identity })
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTE: trailers\r\n\r\n`)
  return text(socket)
}
