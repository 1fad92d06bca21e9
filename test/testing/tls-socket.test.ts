import { EventEmitter } from 'node:events'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import { pretendTls, type TlsFacts } from '../../lib/testing/tls-socket.js'
import { createGuardedSite } from '../support/guarded-site.js'

const { alice, authority } = await createGuardedSite()

function socketOf (facts: TlsFacts = {}, host = 'a.test'): TLSSocket & { servername: unknown } {
  const socket = new EventEmitter()
  pretendTls(socket, host, facts)
  return socket as TLSSocket & { servername: unknown }
}

t.test('the socket answers as one of TLS 1.3', async (t) => {
  const socket = socketOf()
  t.match(socket, { encrypted: true, servername: 'a.test' })
  t.equal(socket.getProtocol(), 'TLSv1.3')
  t.equal(socket.isSessionReused(), false)
  t.equal(socket.getCipher().standardName, 'TLS_AES_256_GCM_SHA384')
  t.equal(socketOf({ cipher: 'X' }).getCipher().standardName, 'X')
  t.equal(socket.getPeerX509Certificate(), undefined)
})

t.test('each certificate shows the one behind it', async (t) => {
  const leaf = socketOf({ certificate: alice.pem, chain: [authority.der] }).getPeerX509Certificate()
  t.strictSame(leaf?.raw, alice.der)
  t.strictSame(leaf?.issuerCertificate?.raw, authority.der)
  t.equal(leaf?.issuerCertificate?.issuerCertificate, undefined)
})

t.test('addresses, and nothing, are no server names', async (t) => {
  t.equal(socketOf({}, '127.0.0.1').servername, false)
  t.equal(socketOf({}, '::1').servername, false)
  t.equal(socketOf({ serverName: null }).servername, false)
  t.equal(socketOf({ serverName: 'b.test' }).servername, 'b.test')
})
