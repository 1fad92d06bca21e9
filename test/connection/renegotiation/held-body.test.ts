import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { HeldBody } from '../../../lib/connection/renegotiation/held-body.js'

interface Arrival {
  client: Socket
  request: IncomingMessage
  response: ServerResponse
}

const chunked = 'Transfer-Encoding: chunked\r\nTrailer: x-sum\r\n'

/** A request whose head has arrived, with what comes right behind it. */
async function arrive (t: Test, headers: string, body = ''): Promise<Arrival> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  t.teardown(() => { client.destroy(); server.close().closeAllConnections() })
  client.write(`POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`)
  const [request, response] = await once(server, 'request') as [IncomingMessage, ServerResponse]
  await setImmediate()
  return { client, request, response }
}

async function bodyOf (request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  // As Fastify reads it.
  request.on('data', (chunk) => chunks.push(chunk)).resume()
  await once(request, 'end')
  return String(Buffer.concat(chunks))
}

/** Until the message has all of it, or has dropped it. */
async function received (request: IncomingMessage): Promise<void> {
  while (!request.complete) await setImmediate()
}

const ways: Array<[why: string, headers: string, pieces: string[]]> = [
  ['all at once', 'Content-Length: 10\r\n', ['0123456789']],
  ['in pieces', 'Content-Length: 10\r\n', ['', '0', '123', '456789']],
  ['chunked, at once', chunked, ['a\r\n0123456789\r\n0\r\nx-sum: 5\r\n\r\n']],
  ['chunked, in pieces', chunked, ['', '4\r\n0123\r\n', '6\r\n4567', '89\r\n', '0\r\nx-sum: 5\r\n\r\n']]
]

for (const [why, headers, [first, ...later]] of ways) {
  t.test(`a body is put back as it came: ${why}`, async (t) => {
    const { client, request, response } = await arrive(t, headers, first)
    const body = new HeldBody(request, 10)
    for (const piece of later) {
      client.write(piece)
      await setImmediate()
    }
    await received(request)
    await setImmediate()
    body.release(response)
    t.equal(await bodyOf(request), '0123456789')
    if (headers === chunked) t.strictSame(request.trailers, { 'x-sum': '5' })
  })

  t.test(`what is kept is followed by the rest: ${why}`, async (t) => {
    const { client, request, response } = await arrive(t, headers, first)
    const body = new HeldBody(request, 10)
    await setImmediate()
    body.release(response)
    const whole = bodyOf(request)
    for (const piece of later) client.write(piece)
    t.equal(await whole, '0123456789')
  })

  t.test(`one byte more than is kept, and nothing is: ${why}`, async (t) => {
    const { client, request } = await arrive(t, headers, first)
    const body = new HeldBody(request, 9)
    for (const piece of later) client.write(piece)
    await body.overflow
    if (!request.readableEnded) await once(request, 'end')
    t.equal(request.readableLength, 0)
  })
}

t.test('a body of no bytes has an end', async (t) => {
  for (const [headers, first, later] of [['Content-Length: 0\r\n', '', ''], [chunked, '', '0\r\n\r\n'], [chunked, '0\r\n\r\n', '']] as const) {
    const { client, request, response } = await arrive(t, headers, first)
    const body = new HeldBody(request, 0)
    client.write(later)
    await received(request)
    await setImmediate()
    body.release(response)
    t.equal(await bodyOf(request), '')
  }
})

t.test('large bodies pass, whatever the size of the buffers', async (t) => {
  const size = 5_000_000
  const { client, request, response } = await arrive(t, `Content-Length: ${size}\r\n`)
  const body = new HeldBody(request, size)
  client.write('x'.repeat(size))
  await received(request)
  body.release(response)
  t.equal(await bodyOf(request), 'x'.repeat(size))
})

t.test('what nobody reads does not block the connection', async (t) => {
  const { client, request, response } = await arrive(t, 'Content-Length: 1000000\r\n', 'x')
  const body = new HeldBody(request, 10)
  await setImmediate()
  body.release(response)
  response.writeHead(403).end()
  client.write('x'.repeat(999_999))
  await received(request)
  t.ok(request.complete)
})

t.test('what somebody reads slowly is left to them', async (t) => {
  const { client, request, response } = await arrive(t, 'Content-Length: 4\r\n', 'x')
  const body = new HeldBody(request, 10)
  await setImmediate()
  body.release(response)
  const whole = bodyOf(request)
  await setImmediate()
  request.pause()
  response.writeHead(200).end()
  client.write('yyy')
  await once(response, 'finish')
  t.ok(request.isPaused())
  request.resume()
  t.equal(await whole, 'xyyy')
})

t.test('a client that goes away leaves no listener behind', async (t) => {
  const { client, request, response } = await arrive(t, 'Content-Length: 10\r\n', 'x')
  const body = new HeldBody(request, 10)
  client.destroy()
  await new Promise((resolve) => request.on('close', resolve))
  body.release(response)
  t.equal(request.listenerCount('readable'), 0)
})

t.test('a body of many buffers is read to its end', async (t) => {
  const text = 'x'.repeat(1_000_000)
  const { client, request, response } = await arrive(t, 'Content-Length: 1000000\r\n')
  const body = new HeldBody(request, text.length)
  client.write(text)
  await received(request)
  body.release(response)
  t.equal(await bodyOf(request), text)
})
