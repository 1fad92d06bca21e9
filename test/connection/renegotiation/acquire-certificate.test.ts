import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import { acquireCertificate, foregoneAcquisition } from '../../../lib/connection/renegotiation/acquire-certificate.js'
import type { AskingRequest } from '../../../lib/connection/renegotiation/acquire-certificate.js'
import { holdContinue } from '../../../lib/connection/renegotiation/held-continue.js'
import { RenegotiableConnection } from '../../../lib/connection/renegotiation/renegotiable-connection.js'
import { connectTls } from '../../support/clients.js'
import { createAuthority } from '../../support/pki.js'
import type { Identity } from '../../support/pki.js'
import { startTls12Server } from '../../support/tls12-server.js'
import { startTlsRelay } from '../../support/tls-relay.js'

const authority = await createAuthority({ commonName: 'Root' })
const alice = await authority.issue({ commonName: 'Alice' })
const limits = { postReadSize: 10, renegotiationTimeout: 10_000 }
const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

/** A client behind a relay, and its requests as they arrive. */
async function meet (t: Test, identity: Identity | null = alice) {
  const arrived: AskingRequest[] = []
  const { server, port } = await startTls12Server(t, authority, (request, response) => {
    const connection = RenegotiableConnection.of(request.socket as TLSSocket)
    connection.arrived(request)
    arrived.push({ connection, request, response, root: '/a' })
  })
  holdContinue(server)
  const relay = await startTlsRelay(t, port)
  const client = await connectTls({ port: relay.port, identity, tls: 'TLSv1.2' })
  client.on('error', () => undefined)
  t.teardown(() => { client.destroy() })
  return {
    client,
    relay,
    async receive (bytes: string, count = 1): Promise<AskingRequest[]> {
      client.write(bytes)
      while (arrived.length < count) await setImmediate()
      return arrived.splice(0)
    }
  }
}

async function bodyOf (request: IncomingMessage): Promise<string> {
  return String(Buffer.concat(await request.toArray()))
}

/** More than it takes until a client is asked whom nothing is in the way of. */
async function someTurns (): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate()
}

function post (body: string, headers = ''): string {
  return `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`
}

t.test('a request without a body is asked', async (t) => {
  for (const identity of [alice, null]) {
    const { receive } = await meet(t, identity)
    const [asking] = await receive(get)
    t.equal(foregoneAcquisition(asking!), null)
    t.equal(await acquireCertificate(asking!, limits), 'asked')
    t.equal(asking!.connection.certificateFor(asking!.request) === null, identity === null)
  }
})

t.test('a body within the limit is there afterwards', async (t) => {
  const { receive } = await meet(t)
  const [asking] = await receive(post('0123456789'))
  t.equal(await acquireCertificate(asking!, limits), 'asked')
  t.equal(await bodyOf(asking!.request), '0123456789')
})

t.test('a body beyond the limit that comes before the certificate is too large, when the handshake has ended', async (t) => {
  const { client, relay, receive } = await meet(t)
  const [asking] = await receive(post('0123456789a').slice(0, -11))
  relay.holdServer()
  let answer: string | null = null
  const acquisition = acquireCertificate(asking!, limits).then((acquired) => { answer = acquired })
  client.write('0123456789a')
  while (!asking!.request.complete) await setImmediate()
  await someTurns()
  t.equal(answer, null)
  relay.release()
  await acquisition
  t.equal(answer, 'bodyTooLarge')
  t.notOk(asking!.request.socket.destroyed)
})

t.test('or when there was time enough to end it', async (t) => {
  const { client, relay, receive } = await meet(t)
  const [asking] = await receive(post('0123456789a').slice(0, -11))
  relay.holdServer()
  const acquisition = acquireCertificate(asking!, limits, 1)
  client.write('0123456789a')
  t.equal(await acquisition, 'bodyTooLarge')
  client.destroy()
})

t.test('where no body is kept, one is not even waited for', async (t) => {
  const none = { ...limits, postReadSize: 0 }
  for (const request of [post('x'), 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n']) {
    const { receive } = await meet(t)
    const [asking] = await receive(request)
    t.equal(await acquireCertificate(asking!, none), 'bodyTooLarge')
  }
  for (const request of [get, post(''), post('x', 'Expect: 100-continue\r\n').slice(0, -1)]) {
    const { receive } = await meet(t)
    const [asking] = await receive(request)
    t.equal(await acquireCertificate(asking!, none), 'asked')
  }
})

t.test('a client that does not answer is waited for no longer than it may take', async (t) => {
  const { relay, receive } = await meet(t)
  const [asking] = await receive(get)
  relay.holdServer()
  t.equal(await acquireCertificate(asking!, { ...limits, renegotiationTimeout: 1 }), 'timedOut')
  t.ok(asking!.request.socket.destroyed)
})

t.test('a client that goes away is not waited for', async (t) => {
  const { client, relay, receive } = await meet(t)
  const [asking] = await receive(post('0123456789').slice(0, -5))
  relay.holdServer()
  const acquisition = acquireCertificate(asking!, limits)
  await setImmediate()
  client.destroy()
  t.equal(await acquisition, 'failed')
  t.equal(asking!.request.listenerCount('readable'), 0)
})

t.test('a request behind others waits for their responses', async (t) => {
  const { client, receive } = await meet(t)
  const [first, second] = await receive(get + get, 2)
  const order: string[] = []
  const { connection } = second!
  const { ask } = connection
  connection.ask = (...given) => { order.push('asks'); return ask.apply(connection, given) }
  const acquisition = acquireCertificate(second!, limits)
  await someTurns()
  order.push('first response')
  first!.response.end('first')
  t.equal(await acquisition, 'asked')
  t.strictSame(order, ['first response', 'asks'])
  t.match(String((await once(client, 'data'))[0]), /first/)
})

t.test('unless they end the connection', async (t) => {
  const { receive } = await meet(t)
  const [first, second] = await receive(get + get, 2)
  const { socket } = second!.request
  const listeners = socket.listenerCount('close')
  const acquisition = acquireCertificate(second!, limits)
  t.equal(socket.listenerCount('close'), listeners, 'however many requests wait')
  first!.response.setHeader('connection', 'close').end('first')
  t.equal(await acquisition, 'failed')
  t.equal(await acquireCertificate(second!, limits), 'pipelined', 'nor does it wait for a connection that is gone')
})

t.test('a request behind one that is asked has no part in it', async (t) => {
  const { receive } = await meet(t)
  const [first, second] = await receive(get + get, 2)
  const acquisitions = [acquireCertificate(first!, limits), acquireCertificate(second!, limits)]
  t.equal(await acquisitions[0], 'asked')
  t.equal(foregoneAcquisition(second!), 'pipelined')
  first!.response.end('first')
  t.equal(await acquisitions[1], 'pipelined')
})

t.test('who has declined is not asked again, nor who was asked too often', async (t) => {
  const { receive } = await meet(t, null)
  const [asking] = await receive(get)
  await acquireCertificate(asking!, limits)
  t.equal(foregoneAcquisition(asking!), 'asked')
  t.equal(foregoneAcquisition({ ...asking!, root: '/b' }), 'exhausted')
  const { response } = asking as { response: ServerResponse }
  t.equal(response.listenerCount('socket'), 0)
})
