import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { removeAuthorization } from '../../lib/gate/authorization.js'

async function received (t: Test, headers: string[], see: (request: IncomingMessage) => void): Promise<void> {
  const server = createServer((request, response) => { see(request); response.end() }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = httpRequest({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', headers, agent: false }).end()
  const [response] = await once(client, 'response')
  response.resume()
  await once(response, 'end')
}

t.test('credentials are gone from every form of the headers, however often and however written', async (t) => {
  await received(t, ['Host', 'a', 'Authorization', 'Basic eDp5', 'X-Other', 'authorization', 'AUTHORIZATION', 'NTLM TlRM', 'X-Last', '1'], (request) => {
    t.match(request.rawHeaders.join('\n'), /eDp5[^]*TlRM/, 'they had come')
    removeAuthorization(request, request)
    t.equal('authorization' in request.headers, false)
    t.equal('authorization' in request.headersDistinct, false)
    t.notMatch(request.rawHeaders.join('\n'), /eDp5|TlRM/)
    t.match(request.headers, { 'x-other': 'authorization', 'x-last': '1' })
    t.strictSame(request.rawHeaders.slice(0, 6), ['Host', 'a', 'X-Other', 'authorization', 'X-Last', '1'])
  })
})

t.test('credentials are gone from headersDistinct that somebody has looked at before', async (t) => {
  await received(t, ['Host', 'a', 'Authorization', 'Basic eDp5'], (request) => {
    t.strictSame(request.headersDistinct['authorization'], ['Basic eDp5'], 'they had come')
    removeAuthorization(request, request)
    t.equal('authorization' in request.headersDistinct, false)
  })
})

t.test('a request without credentials stays as it is', async (t) => {
  await received(t, ['Host', 'a', 'X-Other', 'authorization'], (request) => {
    const before = [...request.rawHeaders]
    removeAuthorization(request, request)
    t.strictSame(request.rawHeaders, before)
  })
})

t.test('credentials are gone from a request of HTTP/2', async (t) => {
  const server = createHttp2Server((request: Http2ServerRequest, response) => {
    t.equal(request.headers.authorization, 'Basic eDp5', 'they had come')
    removeAuthorization(request, request)
    t.equal('authorization' in request.headers, false)
    t.notMatch(request.rawHeaders.join('\n'), /eDp5/)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  t.teardown(() => { client.close(); server.close() })
  const stream = client.request({ ':path': '/', authorization: 'Basic eDp5' })
  stream.resume()
  await once(stream, 'end')
})

t.test('credentials are gone from headers that an earlier hook has set', async (t) => {
  const app = Fastify()
  app.addHook('onRequest', async (request) => {
    request.headers = { ...request.headers, Authorization: 'Basic eDp6', 'x-added': '1' }
    t.match(request.headers, { authorization: 'Basic eDp5', Authorization: 'Basic eDp6' }, 'they had come')
    removeAuthorization(request.raw, request)
  })
  app.get('/', async ({ headers }) => headers)
  const { body } = await app.inject({ url: '/', headers: { authorization: 'Basic eDp5', 'x-kept': '1' } })
  t.match(JSON.parse(body), { 'x-kept': '1', 'x-added': '1' })
  t.notMatch(body, /eDp/)
})
