import { Readable } from 'node:stream'
import Fastify from 'fastify'
import t from 'tap'
import { answers, type ErrorCode } from '../../lib/errors.js'
import { replaceByRefusal } from '../../lib/plugin/refusal.js'

for (const [code, { statusCode, subStatus, message }] of Object.entries(answers)) {
  t.test(`${code} leaves nothing of the reply that it replaces`, async (t) => {
    const app = Fastify()
    app.addHook('onSend', async (request, reply, payload) => replaceByRefusal(reply, payload, code as ErrorCode, null))
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
    for (const payload of payloads) t.match(replaceByRefusal(reply, payload, 'FST_CE_CERT_REQUIRED', null), /403\.7/)
    return ''
  })
  await app.inject('/')
  t.ok(stream.destroyed)
  t.ok(cancelled)
})
