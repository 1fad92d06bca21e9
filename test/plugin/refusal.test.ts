import { Readable } from 'node:stream'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import t from 'tap'
import { answers, type ErrorCode } from '../../lib/errors.js'
import { refusalOf, type Refusal } from '../../lib/gate/refusal.js'
import { replaceByRefusal } from '../../lib/plugin/refusal.js'
import { connectTls } from '../support/clients.js'
import { closed } from '../support/closed.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { startSite } from '../support/start-site.js'

function refusal (request: FastifyRequest, reply: FastifyReply, code: ErrorCode): Refusal {
  return refusalOf({ code, location: null }, request.raw, reply.raw)!
}

for (const [code, { statusCode, subStatus, message }] of Object.entries(answers)) {
  t.test(`${code} leaves nothing of the reply that it replaces`, async (t) => {
    const app = Fastify()
    app.addHook('onSend', async (request, reply, payload) => replaceByRefusal(reply, payload, refusal(request, reply, code as ErrorCode)))
    app.get('/', async (request, reply) => {
      reply.raw.setHeader('x-raw', 'secret')
      return reply.code(201).headers({ 'set-cookie': ['a=secret', 'b'], etag: 'secret', 'content-length': '6' }).send('secret')
    })
    const response = await app.inject('/')
    t.equal(response.statusCode, statusCode)
    t.match(response.json(), { statusCode, code, message, subStatus })
    t.strictSame(Object.keys(response.headers).sort(), ['connection', 'content-length', 'content-type', 'date'])
    t.notMatch(JSON.stringify(response.headers), /secret/)
  })
}

t.test('the source of the reply is closed', async (t) => {
  const app = Fastify()
  let cancelled = false
  const stream = new Readable({ read () {} })
  const locked = new ReadableStream()
  locked.getReader()
  const payloads = [stream, new ReadableStream({ cancel () { cancelled = true; throw new Error('ignored') } }), locked, null, 'text']
  app.get('/', async (request, reply) => {
    for (const payload of payloads) t.match(replaceByRefusal(reply, payload, refusal(request, reply, 'FST_CE_CERT_REQUIRED')), /403\.7/)
    return ''
  })
  await app.inject('/')
  t.ok(stream.destroyed)
  t.ok(cancelled)
})

t.test('a client that still sends when it is refused reads the answer, though its connection is closed', async (t) => {
  const guarded = await createGuardedSite()
  const { port } = await startSite(t, guarded.site)
  const body = Buffer.alloc(5_000_000)
  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await connectTls({ port, identity: null, tls })
    const end = closed(socket)
    let answer = ''
    socket.on('data', (data) => { answer += data })
    socket.write('POST /Accounts/books HTTP/1.1\r\nHost: a\r\nConnection: close\r\n' +
      `Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body)
    await end
    t.match(answer, /^HTTP\/1\.1 403 [^]*"subStatus":"403\.7"\}$/, tls)
  }
})

t.test('a client that waits for 100 Continue sends nothing, and is not waited for', async (t) => {
  const guarded = await createGuardedSite()
  const { port } = await startSite(t, { ...guarded.site, acquire: 'renegotiate' })
  const socket = await connectTls({ port, identity: null, tls: 'TLSv1.2' })
  const end = closed(socket)
  let answer = ''
  socket.on('data', (data) => { answer += data })
  socket.write('POST /Accounts/books HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n' +
    'Content-Type: text/plain\r\nContent-Length: 100\r\n\r\n')
  await end
  t.match(answer, /^HTTP\/1\.1 403 [^]*"subStatus":"403\.7"\}$/)
})
