import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { receiveClientHello } from '../../../lib/connection/server/receive-client-hello.js'
import { handshakeMessage, helloBody, records } from '../../support/client-hello.js'

const hello = records(handshakeMessage(helloBody({ serverName: 'a.test' })))

/** Longer than any test takes. */
const patience = 100_000

interface Received {
  error: (Error & { code?: string }) | null
  serverName: string | null
  socket: Socket
}

/** Both ends of a connection, and what comes of waiting for its ClientHello. */
interface Opened {
  client: Socket
  accepted: Socket
  received: Promise<Received>
}

async function open (t: Test, timeout = patience): Promise<Opened> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
  const [accepted] = await once(server, 'connection') as [Socket]
  t.teardown(() => { client.destroy(); accepted.destroy(); server.close() })
  let calls = 0
  const received = new Promise<Received>((resolve) => {
    receiveClientHello(accepted, timeout, (error, serverName) => {
      t.equal(++calls, 1)
      resolve({ error, serverName, socket: accepted })
    })
  })
  return { client, accepted, received }
}

t.test('the host name is there, and the bytes are put back', async (t) => {
  const { client, received } = await open(t)
  client.write(Buffer.concat([hello, Buffer.from('more')]))
  const { error, serverName, socket } = await received
  t.equal(error, null)
  t.equal(serverName, 'a.test')
  t.same(socket.read(), Buffer.concat([hello, Buffer.from('more')]))
  for (const event of ['readable', 'error', 'end']) t.equal(socket.listenerCount(event), event === 'end' ? 1 : 0, event)
})

t.test('octet by octet', async (t) => {
  const { client, received } = await open(t)
  client.setNoDelay()
  for (const octet of hello) {
    client.write(Buffer.of(octet))
    await setImmediate()
  }
  const { serverName, socket } = await received
  t.equal(serverName, 'a.test')
  t.same(socket.read(), hello)
})

t.test('a client that says nothing is waited for as long as allowed', async (t) => {
  const { received } = await open(t, 20)
  t.match(await received, { error: { code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }, serverName: null })
})

t.test('a client that sends half of it and ends', async (t) => {
  const { client, received } = await open(t)
  client.end(hello.subarray(0, 20))
  t.match(await received, { error: { code: 'ECONNRESET' }, serverName: null })
})

t.test('a client that goes away', async (t) => {
  const { client, received } = await open(t)
  client.resetAndDestroy()
  t.match(await received, { error: { code: 'ECONNRESET' } })
})

t.test('a connection that is destroyed here', async (t) => {
  const { accepted, received } = await open(t)
  accepted.destroy()
  t.match(await received, { error: { code: 'ECONNRESET' } })
})
