import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import { recordAcquisition } from '../../lib/connection/acquisition.js'
import { Connection } from '../../lib/connection/connection.js'
import { markAsked } from '../../lib/connection/server/asked.js'

function connection (socket: object, headers: Record<string, string | undefined> = {}, url?: string): Connection {
  return new Connection({ socket, headers, url } as unknown as IncomingMessage)
}

const getCipher = () => ({ standardName: 'TLS_AES_256_GCM_SHA384' })

t.test('a plain connection has no cipher, no server name and no certificate', async (t) => {
  const plain = connection({ getPeerX509Certificate: () => t.fail('a plain socket was asked for a certificate') })
  t.match(plain, { encrypted: false, cipherBits: 0, serverName: null, peerCertificate: null })
})

t.test('only true is encrypted', async (t) => {
  t.equal(connection({ encrypted: 'yes' }).encrypted, false)
})

t.test('a forwarded protocol does not make a connection encrypted', async (t) => {
  t.equal(connection({}, { 'x-forwarded-proto': 'https' }).encrypted, false)
})

t.test('the socket of a connection is one object, over HTTP/2 too; without TLS there is none', async (t) => {
  const socket = { encrypted: true }
  const ofStream = () => new Proxy({ encrypted: true }, {}) as unknown as TLSSocket
  const overHttp2 = (session?: object) => new Connection({
    socket: ofStream(), headers: {}, stream: { session }
  } as unknown as Http2ServerRequest)
  t.equal(connection(socket).tlsSocket, socket)
  t.equal(overHttp2({ socket }).tlsSocket, socket)
  t.ok(overHttp2().tlsSocket, 'a stream that is gone has its own')
  t.equal(connection({}).tlsSocket, null)
})

t.test('a TLS connection tells the strength of its cipher', async (t) => {
  t.match(connection({ encrypted: true, getCipher }), { encrypted: true, cipherBits: 256 })
})

t.test('a connection that is gone has no cipher', async (t) => {
  t.equal(connection({ encrypted: true, getCipher: () => null }).cipherBits, 0)
})

t.test('a TLS client that sent no certificate has none', async (t) => {
  const nothing = {
    isSessionReused: () => false, getPeerX509Certificate: () => undefined, getPeerCertificate: () => ({})
  }
  t.equal(connection({ encrypted: true, ...nothing }).peerCertificate, null)
})

for (const [servername, expected] of [['A.Test', 'a.test'], ['', null], [false, null], [null, null], [undefined, null]] as const) {
  t.test(`the server name ${String(servername)} is ${expected}`, async (t) => {
    t.equal(connection({ encrypted: true, servername }).serverName, expected)
  })
}

for (const asked of [true, false]) {
  t.test(`that it was ${asked ? '' : 'not '}asked by host name is said of the socket`, async (t) => {
    const socket = {}
    t.equal(connection(socket).asked, null)
    markAsked(socket, asked)
    t.equal(connection(socket).asked, asked)
  })
}

const ports: Array<[why: string, headers: Record<string, string>, url: string, expected: string | null]> = [
  ['that of the Host header', { host: 'a.test:8443' }, '/', '8443'],
  ['that of an IPv6 address', { host: '[::1]:8443' }, '/', '8443'],
  ['that of :authority', { ':authority': 'a.test:8443' }, '/', '8443'],
  ['that of the absolute form', { host: 'a.test:1' }, 'https://a.test:8443/x', '8443'],
  ['an empty port is none', { host: 'a.test:' }, '/', null],
  ['no port is none', { host: '[::1]' }, '/', null],
  ['no Host has none', {}, '/', null]
]

for (const [why, headers, url, expected] of ports) {
  t.test(`port: ${why}`, async (t) => {
    t.equal(connection({}, headers, url).port, expected)
  })
}

t.test('what came of asking is known of a request', async (t) => {
  const request = { socket: {}, headers: {} } as unknown as IncomingMessage
  t.equal(new Connection(request).acquisition, null)
  recordAcquisition(request, 'tls13')
  t.equal(new Connection(request).acquisition, 'tls13')
})

const hosts: Array<[why: string, headers: Record<string, string>, url: string | undefined, expected: string | null]> = [
  ['the Host header', { host: 'a.test' }, '/', 'a.test'],
  ['a port does not belong to it', { host: 'a.test:8443' }, '/', 'a.test'],
  ['an empty port neither', { host: 'a.test:' }, '/', 'a.test'],
  ['it is compared in lower case', { host: 'A.TEST' }, '/', 'a.test'],
  ['nor does the dot at its end', { host: 'a.test.' }, '/', 'a.test'],
  ['an IPv6 address keeps its brackets', { host: '[::1]:8443' }, '/', '[::1]'],
  ['an IPv6 address without port', { host: '[::1]' }, '/', '[::1]'],
  [':authority of HTTP/2', { ':authority': 'a.test' }, '/', 'a.test'],
  [':authority and Host that agree', { ':authority': 'a.test', host: 'a.test' }, '/', 'a.test'],
  [':authority and Host that differ are none', { ':authority': 'a.test', host: 'b.test' }, '/', null],
  ['the absolute form goes before Host (RFC 9112 §3.2.2)', { host: 'b.test' }, 'https://a.test/x', 'a.test'],
  ['a forwarded host is nobody\'s word', { host: 'a.test', 'x-forwarded-host': 'b.test' }, '/', 'a.test'],
  ['user information is not a host', { host: 'b.test@a.test' }, '/', 'a.test'],
  ['an empty Host is none', { host: '' }, '/', null],
  ['no Host is none', {}, undefined, null]
]

for (const [why, headers, url, expected] of hosts) {
  t.test(`host: ${why}`, async (t) => {
    t.equal(connection({}, headers, url).host, expected)
  })
}
