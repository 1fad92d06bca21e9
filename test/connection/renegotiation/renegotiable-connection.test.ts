import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import tls, { type TLSSocket } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import { allowedAttempts, RenegotiableConnection } from '../../../lib/connection/renegotiation/renegotiable-connection.js'
import { isLast } from '../../../lib/connection/renegotiation/last-request.js'
import { connectTls, openTls } from '../../support/clients.js'
import { createAuthority } from '../../support/pki.js'
import type { Identity } from '../../support/pki.js'
import { rememberSessions } from '../../support/tls-server.js'
import { startTls12Server } from '../../support/tls12-server.js'
import { startTlsRelay } from '../../support/tls-relay.js'

const authority = await createAuthority({ commonName: 'Root' })
const alice = await authority.issue({ commonName: 'Alice' })

/** A connection with its first request, out of the event that brought it; `another` sends one more. */
async function meet (t: Test, identity: Identity | null, options: { relayed?: boolean } = {}) {
  const arrivals: Array<(request: IncomingMessage) => void> = []
  const { server, port: serverPort } = await startTls12Server(t, authority, (request, response: ServerResponse) => {
    RenegotiableConnection.of(request.socket as TLSSocket).arrived(request)
    arrivals.shift()?.(request)
    response.on('error', () => undefined)
  })
  rememberSessions(server)
  const relay = await startTlsRelay(t, serverPort)
  const port = options.relayed === true ? relay.port : serverPort
  const client = await connectTls({ port, identity, tls: 'TLSv1.2' })
  client.on('error', () => undefined)
  t.teardown(() => { client.destroy() })
  const another = async (bytes = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'): Promise<IncomingMessage> => {
    const arrival = new Promise<IncomingMessage>((resolve) => arrivals.push(resolve))
    client.write(bytes)
    const request = await arrival
    await setImmediate()
    return request
  }
  const request = await another()
  const socket = request.socket as TLSSocket
  const connection = RenegotiableConnection.of(socket)
  return { client, socket, connection, request, another, relay, server, port }
}

t.test('a client with a certificate shows it, for this request and later ones', async (t) => {
  const { connection, request, another } = await meet(t, alice)
  t.equal(connection.certificateFor(request), null)
  t.equal(await connection.ask(request, '/a', 10_000), 'obtained')
  t.strictSame(Buffer.from(connection.certificateFor(request)!.raw), alice.der)
  t.strictSame(Buffer.from(connection.certificateFor(await another())!.raw), alice.der)
  t.equal(isLast(request, true), false)
})

t.test('the strength of the connection is known in the middle of a handshake too', async (t) => {
  const { connection, request, socket, relay } = await meet(t, alice, { relayed: true })
  const { cipher } = connection
  t.match(cipher, { standardName: /^TLS_/ })
  relay.holdClient(1) // the ClientHello
  const answer = connection.ask(request, '/a', 10_000)
  while (socket.getCipher() as object | undefined !== undefined) await setImmediate()
  t.strictSame(connection.cipher, cipher)
  relay.release()
  t.equal(await answer, 'obtained')
  t.strictSame(connection.cipher, socket.getCipher())
})

t.test('and when the connection has ended in the middle of one', async (t) => {
  const { connection, request, client, relay } = await meet(t, alice, { relayed: true })
  const { cipher } = connection
  relay.holdClient(1)
  const answer = connection.ask(request, '/a', 10_000)
  client.destroy()
  t.equal(await answer, 'failed')
  t.strictSame(connection.cipher, cipher)
})

t.test('a client without one declines, for this root', async (t) => {
  const { connection, request } = await meet(t, null)
  t.equal(connection.hasDeclined('/a'), false)
  t.equal(await connection.ask(request, '/a', 10_000), 'declined')
  t.equal(connection.certificateFor(request), null)
  t.equal(connection.hasDeclined('/a'), true)
  t.equal(connection.hasDeclined('/b'), false)
  t.equal(connection.isExhausted, true)
})

t.test('a client is asked as often as Node lets it, and never without end', async (t) => {
  const limit = tls.CLIENT_RENEG_LIMIT
  t.teardown(() => { Object.assign(tls, { CLIENT_RENEG_LIMIT: limit }) })
  t.equal(allowedAttempts(), 1, 'by default')
  for (const [given, expected] of [[0, 0], [1, 0], [2, 1], [5, 2], [Infinity, 3]] as const) {
    Object.assign(tls, { CLIENT_RENEG_LIMIT: given })
    t.equal(allowedAttempts(), expected)
  }
  Object.assign(tls, { CLIENT_RENEG_LIMIT: 4 })
  const { connection, request } = await meet(t, null)
  t.equal(await connection.ask(request, '/a', 10_000), 'declined')
  t.equal(connection.isExhausted, false)
  t.equal(await connection.ask(request, '/b', 10_000), 'declined')
  t.equal(connection.isExhausted, true)
})

t.test('requests that were there before the certificate have no part in it, and end the connection', async (t) => {
  const { connection, request, another } = await meet(t, alice)
  const early = await another()
  const answer = connection.ask(request, '/a', 10_000)
  t.equal(connection.isInTime(early), false, 'nobody else is decided while the client is asked')
  t.equal(connection.certificateFor(early), null)
  t.equal(await answer, 'obtained')
  t.equal(connection.isInTime(early), false)
  t.equal(connection.certificateFor(early), null)
  t.equal(isLast(request, true), true)
  t.ok(connection.certificateFor(await another()))
})

t.test('the beginning of a request that came before the certificate ends the connection too', async (t) => {
  const { client, socket, connection, request } = await meet(t, alice)
  const received = socket.bytesRead
  const answer = connection.ask(request, '/a', 10_000)
  client.write('GET /b HT')
  t.equal(await answer, 'obtained')
  t.equal(isLast(request, true), socket.bytesRead > received, 'the bytes came before the handshake, or after it')
})

const beginnings: Array<[why: string, early: string, pieces: string[], isInTime: boolean]> = [
  ['with the next byte', '', ['GET /b HTTP/1.1\r\nHost: a\r\n\r\n'], true],
  ['after blank lines', '', ['\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n'], true],
  ['byte by byte', '', [...'GET /b HTTP/1.1\r\nHost: a\r\n\r\n'], true],
  ['with bytes that came before', 'GET /b HTTP/1.1\r\nX: ', ['GET / HTTP/1.1\r\nHost: a\r\n\r\n'], false],
  ['in the middle of its first line', 'GET /', ['b HTTP/1.1\r\nHost: a\r\n\r\n'], false]
]

for (const [why, early, pieces, isInTime] of beginnings) {
  t.test(`a request that begins ${why} has ${isInTime ? '' : 'no '}part in the certificate`, async (t) => {
    const { client, connection, another } = await meet(t, alice)
    const request = await another(`GET /a HTTP/1.1\r\nHost: a\r\n\r\n${early}`)
    await Promise.all([connection.ask(request, '/a', 10_000), once(client, 'secure')])
    const next = another(pieces.shift())
    for (const piece of pieces) client.write(piece)
    t.equal(connection.certificateFor(await next) !== null, isInTime)
    t.equal(isLast(await next, true), !isInTime)
    t.equal(connection.certificateFor(await another()) !== null, true, 'what comes later is its client\'s')
  })
}

t.test('what comes after an upgrade is left to whoever reads it', async (t) => {
  const { client, socket, connection, request } = await meet(t, alice)
  socket.removeAllListeners('data')
  await Promise.all([connection.ask(request, '/a', 10_000), once(client, 'secure')])
  t.equal(socket.listenerCount('data'), 0)
})

t.test('a hundred requests wait for their turn, and one more ends the connection', async (t) => {
  const { connection, socket } = await meet(t, alice)
  const never = new Promise<never>(() => {})
  await connection.waitInTurn(Promise.resolve())
  const waiting = Array.from({ length: 100 }, () => connection.waitInTurn(never))
  t.equal(socket.destroyed, false)
  waiting.push(connection.waitInTurn(never))
  t.equal(socket.destroyed, true)
  await Promise.all(waiting)
})

t.test('a client that does not answer in time is cut off', async (t) => {
  const { client, socket, connection, request, relay } = await meet(t, alice, { relayed: true })
  relay.holdServer()
  t.equal(await connection.ask(request, '/a', 1), 'timedOut')
  t.ok(socket.destroyed)
  t.equal(connection.isInTime(request), false, 'and nothing is decided on this connection any more')
  client.destroy()
})

t.test('a client that goes away in the middle leaves nothing behind', async (t) => {
  const { client, socket, connection, request, relay } = await meet(t, alice, { relayed: true })
  const before = socket.listenerCount('close')
  relay.holdServer()
  const answer = connection.ask(request, '/a', 10_000)
  client.destroy()
  t.equal(await answer, 'failed')
  await connection.closed
  t.equal(socket.listenerCount('close'), before - 1, 'nor the one that was there for the connection')
})

t.test('a client that is gone is not asked', async (t) => {
  const { socket, connection, request } = await meet(t, alice)
  socket.destroy()
  t.equal(await connection.ask(request, '/a', 10_000), 'failed')
})

t.test('where Node does not let it, asking fails, and ends the connection', async (t) => {
  const { socket, connection, request } = await meet(t, alice)
  Object.assign(socket, {
    renegotiate (options: object, callback: (error: Error | null) => void) {
      callback(new Error('no'))
      callback(null)
    }
  })
  t.equal(await connection.ask(request, '/a', 10_000), 'failed')
  t.ok(socket.destroyed)
})

t.test('a client that begins a handshake by itself is cut off', async (t) => {
  const { client, socket } = await meet(t, alice)
  client.renegotiate({ rejectUnauthorized: false }, () => undefined)
  await once(socket, 'close')
  t.ok(socket.destroyed)
})

t.test('also after it was asked', async (t) => {
  const { client, socket, connection, request } = await meet(t, alice)
  await Promise.all([connection.ask(request, '/a', 10_000), once(client, 'secure')])
  client.renegotiate({ rejectUnauthorized: false }, () => undefined)
  await once(socket, 'close')
  t.ok(socket.destroyed)
})

t.test('a certificate whose key is not proved yet is nobody\'s', async (t) => {
  const { client, socket, connection, request, relay } = await meet(t, alice, { relayed: true })
  await Promise.all([connection.ask(request, '/a', 10_000), once(client, 'secure')])
  // Of the client's own handshake ClientHello and Certificate pass, CertificateVerify and Finished do not.
  relay.holdClient(2)
  client.renegotiate({ rejectUnauthorized: false }, () => undefined)
  const { raw } = connection.certificateFor(request)!
  while (socket.getPeerX509Certificate() !== undefined) await setImmediate()
  while (socket.getPeerX509Certificate() === undefined) await setImmediate()
  t.not(socket.getPeerX509Certificate()!.raw, raw, 'OpenSSL shows what has come so far')
  t.equal(connection.certificateFor(request)!.raw, raw, 'what counts is what was proved')
})

t.test('a session that is resumed with a certificate needs no asking', async (t) => {
  const { client, connection, request: first, server, port } = await meet(t, alice)
  await Promise.all([connection.ask(first, '/a', 10_000), once(client, 'secure')])
  const session = client.getSession()!
  const again = openTls({ port, identity: alice, tls: 'TLSv1.2' }, session)
  const [socket] = await once(server, 'secureConnection') as [TLSSocket]
  t.teardown(() => { again.destroy() })
  t.equal(socket.isSessionReused(), true)
  t.equal(RenegotiableConnection.known(socket), null)
  const request = { socket } as unknown as IncomingMessage
  t.strictSame(Buffer.from(RenegotiableConnection.of(socket).certificateFor(request)!.raw), alice.der)
  t.equal(RenegotiableConnection.known(socket), RenegotiableConnection.of(socket))
})
