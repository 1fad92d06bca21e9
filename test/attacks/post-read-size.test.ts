// lessons.md S41
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import fastifyFormbody from '@fastify/formbody'
import fastifyMultipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { ResponseReader } from '../support/byte-conversation.js'
import { connectTls, curl } from '../support/clients.js'
import type { ClientRequest, ClientResponse } from '../support/clients.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { formatHead, formatRequest } from '../support/http-messages.js'
import { requireProgram } from '../support/program.js'
import { startSite } from '../support/start-site.js'
import { startTlsRelay } from '../support/tls-relay.js'

const { site: guarded, alice, stranger } = await createGuardedSite()
const postReadSize = 100_000
const site: SiteOptions = { ...guarded, acquire: 'renegotiate', postReadSize }
const tls = 'TLSv1.2'
const octets = { 'content-type': 'application/octet-stream' }

interface Served {
  port: number
  /** Bodies that handlers were given. */
  bodies: Buffer[]
  /** Requests as they arrived. */
  arrived: IncomingMessage[]
}

/** A site whose handlers are given bodies as bytes. */
async function serve (t: Test, options: Partial<SiteOptions> = {}): Promise<Served> {
  const bodies: Buffer[] = []
  const arrived: IncomingMessage[] = []
  const { port } = await startSite(t, { ...site, ...options }, {
    fastify: { bodyLimit: 10_000_000 },
    before: (app) => app.server.on('request', (request) => { arrived.push(request) }),
    after (app) {
      app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (request, body, done) => done(null, body))
      app.all('/*', async (request) => {
        bodies.push(request.body as Buffer ?? Buffer.alloc(0))
        return { user: request.pseudoUser?.name ?? null, trailers: request.raw.trailers }
      })
    }
  })
  return { port, bodies, arrived }
}

function bodyOf (length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => index % 251))
}

function chunked (body: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = []
  for (let start = 0; start < body.length; start += size) {
    const chunk = body.subarray(start, start + size)
    pieces.push(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]))
  }
  return [...pieces, Buffer.from('0\r\nx-sum: 5\r\n\r\n')]
}

const head = 'POST /Accounts HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n'

type Order = 'body first' | 'certificate first'

/** Sends a request so that either its whole body or its certificate is there first. */
async function post (
  t: Test, { port, arrived }: Served, headers: string, pieces: Buffer[], order: Order
): Promise<ClientResponse> {
  const relay = await startTlsRelay(t, port)
  const client = await connectTls({ port: relay.port, identity: alice, tls })
  t.teardown(() => { client.destroy() })
  client.on('error', () => undefined)
  const reader = new ResponseReader(client)
  if (order === 'body first') relay.holdServer()
  const renegotiated = order === 'certificate first' ? once(client, 'secure') : null
  client.write(`${head}${headers}\r\n`)
  const response = reader.next()
  await renegotiated
  for (const piece of pieces) {
    client.write(piece)
    await setImmediate()
  }
  while (!arrived[0]?.complete) await setImmediate()
  relay.release()
  return response
}

const sizes: Array<[why: string, size: number, whereBodyIsFirst: 200 | 413]> = [
  ['none', 0, 200],
  ['one byte under the limit', postReadSize - 1, 200],
  ['at the limit', postReadSize, 200],
  ['one byte over the limit', postReadSize + 1, 413],
  ['5 MB', 5_000_000, 413]
]

for (const [why, size, whereBodyIsFirst] of sizes) {
  const body = bodyOf(size)
  const forms: Array<[form: string, headers: string, pieces: Buffer[]]> = [
    ['with its length', `Content-Length: ${size}\r\n`, [body]],
    ['chunked', 'Transfer-Encoding: chunked\r\nTrailer: x-sum\r\n', chunked(body, 30_000)]
  ]
  for (const [form, headers, pieces] of forms) {
    for (const order of ['body first', 'certificate first'] as const) {
      t.test(`a body ${form}, ${why}, ${order}`, async (t) => {
        const served = await serve(t)
        const response = await post(t, served, headers, pieces, order)
        const status = order === 'body first' ? whereBodyIsFirst : 200
        t.equal(response.status, status)
        if (status === 200) {
          t.match(response.json, { user: 'Alice', trailers: form === 'chunked' ? { 'x-sum': '5' } : {} })
          t.ok(served.bodies[0]?.equals(body), 'byte for byte')
          t.not(response.headers['connection'], 'close')
        } else {
          t.match(response, { json: { code: 'FST_CE_POST_READ_SIZE', subStatus: '413' }, headers: { connection: 'close' } })
          t.strictSame(served.bodies, [], 'the handler has not run')
        }
      })
    }
  }
}

t.test('a body that comes byte by byte arrives', async (t) => {
  const served = await serve(t)
  const body = bodyOf(300)
  const bytes = [...body].map((byte) => Buffer.of(byte))
  for (const order of ['body first', 'certificate first'] as const) {
    served.arrived.length = served.bodies.length = 0
    const { status } = await post(t, served, `Content-Length: ${body.length}\r\n`, bytes, order)
    t.equal(status, 200)
    t.ok(served.bodies[0]?.equals(body))
  }
})

t.test('a body that never ends is answered, and its connection closed', async (t) => {
  const { port, bodies } = await serve(t)
  const relay = await startTlsRelay(t, port)
  const client = await connectTls({ port: relay.port, identity: alice, tls })
  client.on('error', () => undefined)
  const reader = new ResponseReader(client)
  client.write(`${head}Transfer-Encoding: chunked\r\n\r\n`)
  relay.holdServer()
  const [chunk] = chunked(bodyOf(postReadSize + 1), postReadSize + 1)
  client.write(chunk!)
  const response = reader.next()
  const endless = setInterval(() => { client.write('1\r\nx\r\n') }, 10)
  const closed = new Promise((resolve) => client.on('close', resolve))
  t.teardown(() => { clearInterval(endless) })
  relay.release()
  t.match(await response, { status: 413 })
  await closed
  t.strictSame(bodies, [])
})

t.test('curl reads the answer to 5 MB, whichever it is', async (t) => {
  if (!requireProgram(t, 'curl', 'curl')) return
  const { port, bodies } = await serve(t)
  const body = bodyOf(5_000_000)
  const requests: ClientRequest[] = [{ path: '/Accounts', method: 'POST', headers: octets, body }]
  for (let round = 0; round < 10; round++) {
    const [response] = await curl.converse(t, { port, identity: alice, tls, requests })
    // Whether the limit or the certificate comes first is up to the client.
    if (response!.status === 200) t.ok(bodies.pop()?.equals(body))
    else t.match(response, { status: 413, json: { code: 'FST_CE_POST_READ_SIZE' } })
  }
})

const large: ClientRequest = { path: '/Accounts', method: 'POST', headers: octets, body: bodyOf(5_000_000) }

const wayOuts: Array<[why: string, options: Partial<SiteOptions>, requests: ClientRequest[]]> = [
  ['a larger limit', { postReadSize: 5_000_000 }, [large]],
  ['a request without a body, on the same connection before', {}, [{ path: '/Accounts' }, large]],
  ['Expect: 100-continue', {}, [{ ...large, expectContinue: true }]],
  ['Expect: 100-continue, where nothing is kept', { postReadSize: 0 }, [{ ...large, expectContinue: true }]]
]

for (const [why, options, requests] of wayOuts) {
  t.test(`a way out for 5 MB: ${why}`, async (t) => {
    if (!requireProgram(t, 'curl', 'curl')) return
    const { port, bodies } = await serve(t, options)
    for (let round = 0; round < 3; round++) {
      const responses = await curl.converse(t, { port, identity: alice, tls, manner: 'kept-alive', requests })
      t.match(responses.map(({ status }) => status), requests.map(() => 200))
      t.ok(bodies.pop()?.equals(large.body as Buffer))
    }
  })
}

t.test('where nothing is kept, no body is let in', async (t) => {
  if (!requireProgram(t, 'curl', 'curl')) return
  const { port, bodies } = await serve(t, { postReadSize: 0 })
  const requests = [{ ...large, body: 'x' }]
  t.match(await curl.converse(t, { port, identity: alice, tls, requests }), [{ status: 413 }])
  t.match(await curl.converse(t, { port, identity: alice, tls, requests: [large] }), [{ status: 413 }])
  t.match(await curl.converse(t, { port, identity: alice, tls, requests: [{ path: '/Accounts' }] }), [{ status: 200 }])
  t.equal(bodies.length, 1)
})

t.test('who is refused is told so before sending anything, where the client waits', async (t) => {
  const { port, arrived } = await serve(t)
  for (const identity of [stranger, null]) {
    const client = await connectTls({ port, identity, tls })
    t.teardown(() => { client.destroy() })
    client.write(`${head}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n`)
    t.match(String((await once(client, 'data'))[0]), /^HTTP\/1.1 403/)
    t.equal(arrived.pop()?.readableLength, 0)
  }
})

t.test('who was refused with a body can go on, on the same connection', async (t) => {
  const { port } = await serve(t)
  for (const identity of [stranger, null]) {
    const client = await connectTls({ port, identity, tls })
    t.teardown(() => { client.destroy() })
    const reader = new ResponseReader(client)
    const body = bodyOf(90_000)
    client.write(formatRequest({ path: '/Accounts', method: 'POST', headers: octets, body }))
    t.match(await reader.next(), { status: 403 })
    client.write(formatRequest({ path: '/elsewhere', method: 'POST', headers: octets, body }))
    t.match(await reader.next(), { status: 200 })
  }
})

t.test('a body that its method has no use for is in the way of nothing', async (t) => {
  const { port } = await serve(t)
  const body = bodyOf(5_000_000)
  for (const method of ['GET', 'HEAD']) {
    const client = await connectTls({ port, identity: alice, tls })
    t.teardown(() => { client.destroy() })
    const reader = new ResponseReader(client)
    const renegotiated = once(client, 'secure')
    client.write(formatHead({ path: '/Accounts', method, headers: octets, body }))
    client.write(body.subarray(0, postReadSize))
    t.match(await reader.next(method), { status: 200 }, method)
    await renegotiated
    client.write(body.subarray(postReadSize))
    client.write(formatRequest({ path: '/Accounts' }))
    t.match(await reader.next(), { status: 200, json: { user: 'Alice' } }, `what comes after ${method}`)
  }
})

/** A handler that tells what a content-type parser has made of the body. */
async function parse (
  t: Test, prepare: (app: FastifyInstance) => unknown, request: ClientRequest
): Promise<ClientResponse> {
  const { port } = await startSite(t, site, { after: async (app) => { await prepare(app) } })
  const client = await connectTls({ port, identity: alice, tls })
  t.teardown(() => { client.destroy() })
  client.write(formatRequest({ method: 'POST', ...request }))
  return new ResponseReader(client).next()
}

const echo = (app: FastifyInstance): unknown => app.post('/Accounts', async ({ body }) => ({ body }))

t.test('every content-type parser finds the body as it came', async (t) => {
  const json = { path: '/Accounts', headers: { 'content-type': 'application/json' }, body: '{"a":[1,2]}' }
  t.match(await parse(t, echo, json), { status: 200, json: { body: { a: [1, 2] } } })
  const text = { path: '/Accounts', headers: { 'content-type': 'text/plain' }, body: 'a text' }
  t.match(await parse(t, echo, text), { json: { body: 'a text' } })
  const form = { path: '/Accounts', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1&b=2' }
  t.match(await parse(t, async (app) => { await app.register(fastifyFormbody); echo(app) }, form), { json: { body: { a: '1', b: '2' } } })
  const body = '--b\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\n\r\ncontents\r\n--b--\r\n'
  const multipart = { path: '/Accounts', headers: { 'content-type': 'multipart/form-data; boundary=b' }, body }
  t.match(await parse(t, async (app) => {
    await app.register(fastifyMultipart)
    app.post('/Accounts', async (request) => {
      const file = await request.file()
      return { name: file?.filename, contents: String(await file?.toBuffer()) }
    })
  }, multipart), { json: { name: 'f.txt', contents: 'contents' } })
  const stream = { path: '/Accounts', headers: { 'content-type': 'x/stream' }, body: 'a stream' }
  t.match(await parse(t, (app) => {
    app.addContentTypeParser('x/stream', (request, payload, done) => done(null, payload))
    app.post('/Accounts', async ({ body }) => ({ body: String(Buffer.concat(await (body as IncomingMessage).toArray())) }))
  }, stream), { json: { body: 'a stream' } })
  t.match(await parse(t, echo, { ...json, body: '' }), { status: 400, json: { code: 'FST_ERR_CTP_EMPTY_JSON_BODY' } })
})

t.test('the limits of Fastify stay in force', async (t) => {
  const text = { path: '/Accounts', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(11) }
  const limited = (app: FastifyInstance): unknown => app.post('/Accounts', { bodyLimit: 10 }, async () => '')
  t.match(await parse(t, limited, text), { status: 413, json: { code: 'FST_ERR_CTP_BODY_TOO_LARGE' } })
  t.match(await parse(t, limited, { ...text, body: 'x'.repeat(10) }), { status: 200 })
})
