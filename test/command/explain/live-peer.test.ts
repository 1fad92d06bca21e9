import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { once } from 'node:events'
import t from 'tap'
import type { Test } from 'tap'
import { certificatesOfPeer, peerAddress } from '../../../lib/command/explain/live-peer.js'
import { createAuthority } from '../../support/pki.js'

async function portOf (t: Test, server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

t.test('host and port', async (t) => {
  for (const [text, address] of [
    ['example.org:443', { host: 'example.org', port: 443 }],
    ['127.0.0.1:8443', { host: '127.0.0.1', port: 8443 }],
    ['[::1]:443', { host: '::1', port: 443 }],
    ['alice.pem', null],
    ['C:\\alice:1', null],
    ['folder/alice:1', null],
    ['example.org:99999', null],
    ['::1:443', null]
  ] as const) t.same(peerAddress(text), address, text)
})

t.test('a server presents its certificate, asked by address and by name', async (t) => {
  const server = await (await createAuthority({ commonName: 'Root' })).issueServer()
  const port = await portOf(t, createTlsServer({ cert: server.chainPem, key: server.keyPem }))
  for (const host of ['127.0.0.1', 'localhost']) {
    const { leaf } = await certificatesOfPeer({ host, port })
    t.same(Buffer.from(leaf), server.der, host)
  }
})

t.test('a peer that is not there, or speaks no TLS, or says nothing is told in one sentence', async (t) => {
  const talker = await portOf(t, createTcpServer((socket) => { socket.on('error', () => undefined).end('220 hello\r\n') }))
  const sockets = new Set<{ destroy (): void }>()
  const silent = await portOf(t, createTcpServer((socket) => { sockets.add(socket) }))
  t.teardown(() => { for (const socket of sockets) socket.destroy() })
  const host = '127.0.0.1'
  for (const [port, timeout, reason] of [[talker, 10_000, '.+'], [silent, 20, 'no answer within 0.02 s']] as const) {
    await t.rejects(certificatesOfPeer({ host, port }, timeout), {
      name: 'CommandError', message: new RegExp(`^127\\.0\\.0\\.1:${port}: it presents no certificate \\(${reason}\\)$`)
    })
  }
})
