import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { holdContinue, isContinueHeld, releaseContinue } from '../../../lib/connection/renegotiation/held-continue.js'

async function start (t: Test, listener: RequestListener): Promise<{ server: Server, client: Socket }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write('POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n')
  t.teardown(() => { client.destroy(); server.close() })
  return { server, client }
}

async function bodyOf (request: IncomingMessage): Promise<string> {
  return String(Buffer.concat(await request.toArray()))
}

t.test('the body is asked for when the server says so, and once', async (t) => {
  const { server, client } = await start(t, async (request, response) => {
    t.ok(isContinueHeld(response))
    releaseContinue(response)
    t.notOk(isContinueHeld(response))
    releaseContinue(response)
    response.end(await bodyOf(request))
  })
  holdContinue(server)
  t.equal(String((await once(client, 'data'))[0]), 'HTTP/1.1 100 Continue\r\n\r\n')
  client.write('ok')
  t.match(String((await once(client, 'data'))[0]), /^HTTP\/1.1 200 OK[^]*ok/)
})

t.test('a final status needs no body', async (t) => {
  const { server, client } = await start(t, (request, response) => { response.writeHead(403).end() })
  holdContinue(server)
  t.match(String((await once(client, 'data'))[0]), /^HTTP\/1.1 403/)
})

t.test('an app that answers such requests itself goes on doing so', async (t) => {
  let requests = 0
  const { server, client } = await start(t, async (request, response) => {
    requests++
    t.notOk(isContinueHeld(response))
    response.end(await bodyOf(request))
  })
  holdContinue(server)
  server.on('checkContinue', (request, response) => {
    response.writeContinue()
    server.emit('request', request, response)
  })
  t.equal(String((await once(client, 'data'))[0]), 'HTTP/1.1 100 Continue\r\n\r\n')
  client.write('ok')
  await once(client, 'data')
  t.equal(requests, 1)
})

t.test('a client that waits for nothing is told nothing', async (t) => {
  const response = { writeContinue () { t.fail('nobody waits') } }
  t.notOk(isContinueHeld(response))
  releaseContinue(response)
})
