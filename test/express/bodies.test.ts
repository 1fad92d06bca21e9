import { createHash } from 'node:crypto'
import express, { type Express } from 'express'
import t from 'tap'
import type { ClientRequest } from '../support/conversation.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { requireProgram } from '../support/program.js'
import { curl } from '../support/clients.js'
import { startExpressSite } from '../support/start-express-site.js'
import { visit } from '../support/visit.js'

const MEBIBYTE = 1024 * 1024
const guarded = await createGuardedSite({ '/asked': { permissions: ['READ', 'WRITE', 'NEGO_CERT', 'MAP_CERT'] } })
const { alice } = guarded
const site = { ...guarded.site, acquire: 'renegotiate', postReadSize: 8 * MEBIBYTE } as const
const tls = 'TLSv1.2'

/** Reads bodies in each of Express' ways, and tells what it has read and who sent it. */
function readBodies (app: Express): void {
  app.use('/Accounts/json', express.json())
  app.use('/Accounts/form', express.urlencoded())
  app.use('/Accounts/text', express.text())
  app.use(express.raw({ limit: '8mb', inflate: false }))
  app.use((request, response) => {
    const { body } = request
    const told = Buffer.isBuffer(body) ? createHash('sha256').update(body).digest('hex') : body ?? null
    response.json({ user: request.pseudoUser?.name ?? null, body: told })
  })
}

function post (path: string, type: string, body: string | Uint8Array, expectContinue = false): ClientRequest {
  return { path, method: 'POST', headers: { 'content-type': type }, body, expectContinue }
}

const large = Buffer.alloc(5 * MEBIBYTE, 'all work and no play ')
const bodies: Array<[type: string, request: ClientRequest, body: unknown]> = [
  ['JSON', post('/Accounts/json', 'application/json', '{"a":[1,"é"]}'), { a: [1, 'é'] }],
  ['a form', post('/Accounts/form', 'application/x-www-form-urlencoded', 'a=1&b=%C3%A9'), { a: '1', b: 'é' }],
  ['text', post('/Accounts/text', 'text/plain', 'hello'), 'hello'],
  ['no body', { path: '/Accounts/none', method: 'POST' }, null],
  ['5 MiB', post('/Accounts/raw', 'application/octet-stream', large), createHash('sha256').update(large).digest('hex')]
]

for (const [name, request, body] of bodies) {
  t.test(`${name}: the client is asked for its certificate, and the body read as if nobody had looked`, async (t) => {
    const { port } = await startExpressSite(t, site, { after: readBodies })
    const { responses } = await visit({ port, identity: alice, tls }, [request, request])
    const answer = { status: 200, json: { user: 'Alice', body } }
    t.match(responses, [answer, answer])
    const nobody = await visit({ port, tls }, [request])
    t.match(nobody.responses, [{ status: 403, json: { subStatus: '403.7' } }])
  })
}

t.test('a body that the client holds back is sent when the request is let in', async (t) => {
  const { port } = await startExpressSite(t, { ...site, postReadSize: 0 }, { after: readBodies })
  const request = post('/Accounts/text', 'text/plain', 'hello', true)
  const { responses } = await visit({ port, identity: alice, tls }, [request, request])
  t.match(responses, [{ status: 200, json: { body: 'hello' } }, { status: 200, json: { body: 'hello' } }])
})

t.test('more than PostReadSize is answered 413, and the connection ends', async (t) => {
  const { port } = await startExpressSite(t, { ...site, postReadSize: 1000 }, { after: readBodies })
  const { responses } = await visit({ port, identity: alice, tls }, [post('/Accounts/raw', 'application/octet-stream', large)])
  t.match(responses, [{ status: 413, headers: { connection: 'close' }, json: { code: 'FST_CE_POST_READ_SIZE' } }])
})

t.test('who still sends 5 MiB when refused reads the answer', async (t) => {
  const { port } = await startExpressSite(t, guarded.site, { after: readBodies })
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const { responses } = await visit({ port, tls: version }, [post('/Accounts/raw', 'application/octet-stream', large)])
    t.match(responses, [{ status: 403, json: { subStatus: '403.7' } }])
  }
})

t.test('a certificate root that also admits nobody in particular asks as well', async (t) => {
  const { port } = await startExpressSite(t, site, { after: readBodies })
  const request = post('/asked', 'application/octet-stream', 'x')
  t.match((await visit({ port, tls }, [request])).responses, [{ status: 200, json: { user: null } }])
  t.match((await visit({ port, identity: alice, tls }, [request])).responses, [{ status: 200, json: { user: 'Alice' } }])
})

t.test('curl sends JSON', async (t) => {
  if (!requireProgram(t, 'curl', 'curl')) return
  const { port } = await startExpressSite(t, site, { after: readBodies })
  const requests = [post('/Accounts/json', 'application/json', '{"a":1}')]
  t.match(await curl.converse(t, { port, identity: alice, tls, requests }), [{ status: 200, json: { user: 'Alice', body: { a: 1 } } }])
})
