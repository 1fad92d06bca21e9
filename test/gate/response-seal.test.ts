import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, createServer as createHttp2Server, type Http2ServerResponse } from 'node:http2'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { sealResponse, type Seal } from '../../lib/gate/response-seal.js'

const none: Seal = { noChallenge: false, noStore: false, refusal: null, close: false }

type Answer = (response: ServerResponse) => void

async function answered (t: Test, seal: Seal, answer: Answer): Promise<IncomingMessage> {
  const server = createServer((request, response) => {
    sealResponse(response, seal)
    answer(response)
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false })
  const [response] = await once(client, 'response') as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response
}

const ways: Array<[name: string, answer: Answer]> = [
  ['set header by header', (response) => {
    response.setHeader('WWW-Authenticate', 'Basic').setHeader('Cache-Control', 'public').setHeader('X-Kept', 'yes').end()
  }],
  ['given to writeHead as an object', (response) => {
    response.writeHead(200, { 'WWW-Authenticate': 'Basic', 'cache-control': 'public', 'X-Kept': 'yes' }).end()
  }],
  ['given to writeHead after a status message', (response) => {
    response.writeHead(200, 'Fine', { 'www-authenticate': 'Basic', 'Cache-Control': 'public', 'X-Kept': 'yes' }).end()
  }],
  ['given to writeHead as a flat array', (response) => {
    response.writeHead(200, ['WWW-Authenticate', 'Basic', 'WWW-Authenticate', 'NTLM', 'Cache-Control', 'public', 'X-Kept', 'yes']).end()
  }],
  ['given to writeHead as pairs', (response) => {
    const pairs = [['WWW-Authenticate', 'Basic'], ['Cache-Control', 'public'], ['X-Kept', 'yes']]
    response.writeHead(200, pairs as unknown as string[]).end()
  }],
  ['set first and written by the first chunk', (response) => {
    response.setHeader('www-authenticate', ['Basic', 'NTLM']).setHeader('cache-control', 'public').setHeader('x-kept', 'yes')
    response.write('chunk')
    response.end()
  }]
]

for (const [name, answer] of ways) {
  t.test(`no challenge leaves, ${name}`, async (t) => {
    const { headers } = await answered(t, { noChallenge: true, noStore: false, refusal: null, close: false }, answer)
    t.match(headers, { 'www-authenticate': undefined, 'cache-control': 'public', 'x-kept': 'yes' })
  })

  t.test(`nothing is stored, ${name}`, async (t) => {
    const { headers } = await answered(t, { noChallenge: false, noStore: true, refusal: null, close: false }, answer)
    t.match(headers, { 'www-authenticate': /Basic/, 'cache-control': 'no-store', 'x-kept': 'yes' })
  })

  t.test(`both, ${name}`, async (t) => {
    const { headers } = await answered(t, { noChallenge: true, noStore: true, refusal: null, close: false }, answer)
    t.match(headers, { 'www-authenticate': undefined, 'cache-control': 'no-store', 'x-kept': 'yes' })
  })

  t.test(`without a seal nothing is changed, ${name}`, async (t) => {
    const { headers } = await answered(t, { noChallenge: false, noStore: false, refusal: null, close: false }, answer)
    t.match(headers, { 'www-authenticate': /Basic/, 'cache-control': 'public', 'x-kept': 'yes' })
  })
}

t.test('the status and its message stay', async (t) => {
  const response = await answered(t, { noChallenge: true, noStore: true, refusal: null, close: false }, (response) => { response.writeHead(418, 'Teapot').end() })
  t.match(response, { statusCode: 418, statusMessage: 'Teapot', headers: { 'cache-control': 'no-store' } })
})

t.test('a second seal takes nothing away from the first', async (t) => {
  const response = await answered(t, { ...none, noChallenge: true, refusal: 403 }, (response) => {
    sealResponse(response, { ...none, noStore: true, close: true })
    sealResponse(response, { ...none, noChallenge: true, refusal: 400 })
    sealResponse(response, { ...none, noStore: true })
    response.writeHead(200, { 'www-authenticate': 'Basic', 'cache-control': 'public', 'x-kept': 'yes' }).end()
  })
  t.match(response, {
    statusCode: 400, headers: { 'www-authenticate': undefined, 'cache-control': 'no-store', connection: 'close', 'x-kept': 'yes' }
  })
})

t.test('nor does it miss what the first does not have', async (t) => {
  const { headers } = await answered(t, { ...none, close: true }, (response) => {
    sealResponse(response, { ...none, noChallenge: true })
    response.writeHead(200, { 'www-authenticate': 'Basic', connection: 'keep-alive', 'x-kept': 'yes' }).end()
  })
  t.match(headers, { 'www-authenticate': undefined, connection: 'close', 'x-kept': 'yes' })
})

t.test('it holds for HTTP/2', async (t) => {
  const server = createHttp2Server((request, response: Http2ServerResponse) => {
    sealResponse(response, { noChallenge: true, noStore: true, refusal: null, close: false })
    response.setHeader('www-authenticate', 'NTLM')
    response.writeHead(200, { 'www-authenticate': 'Basic', 'x-kept': 'yes' })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  t.teardown(() => { client.close(); server.close() })
  const stream = client.request({ ':path': '/' })
  const [headers] = await once(stream, 'response')
  stream.close()
  t.match(headers, { ':status': 200, 'www-authenticate': undefined, 'cache-control': 'no-store', 'x-kept': 'yes' })
})

const refused = { noChallenge: false, noStore: false, refusal: 403, close: false }

t.test('nobody makes a success of a refusal', async (t) => {
  for (const [given, expected] of [[200, 403], [204, 403], [299, 403], [302, 302], [404, 404], [500, 500]] as const) {
    const response = await answered(t, refused, (response) => { response.writeHead(given).end() })
    t.equal(response.statusCode, expected, `${given} leaves as ${expected}`)
  }
  t.equal((await answered(t, refused, (response) => { response.end('a body') })).statusCode, 403)
})

t.test('a refusal has the reason phrase of its status, whatever was prepared', async (t) => {
  for (const [name, answer] of Object.entries<Answer>({
    'set first': (response) => {
      response.statusMessage = 'secret'
      response.end()
    },
    'set first, and left by writeHead': (response) => {
      response.statusMessage = 'secret'
      response.writeHead(200, { 'x-kept': 'yes' }).end()
    },
    'given to writeHead': (response) => { response.writeHead(200, 'secret').end() },
    'given to writeHead before headers': (response) => { response.writeHead(200, 'secret', { 'x-kept': 'yes' }).end() }
  })) {
    t.match(await answered(t, refused, answer), { statusCode: 403, statusMessage: 'Forbidden' }, name)
    t.equal((await answered(t, none, answer)).statusMessage, 'secret', name)
  }
})

t.test('a refusal has no trailers, whatever was prepared', async (t) => {
  const response = await answered(t, refused, (response) => {
    response.writeHead(403, { trailer: 'x-secret' })
    response.write('refused')
    response.addTrailers({ 'x-secret': 'secret' })
    response.end()
  })
  t.strictSame(response.trailers, {})
})
