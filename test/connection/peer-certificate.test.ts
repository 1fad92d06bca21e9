import { X509Certificate } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import {
  dropPeer, keepIntermediates, keepPeer, keptPeer, peerCertificateOf, peerLeafOf, type PeerCertificate
} from '../../lib/connection/peer-certificate.js'
import { connectTls } from '../support/clients.js'
import { createAuthority } from '../support/pki.js'
import { startTls12Server } from '../support/tls12-server.js'

// Real connections are in test/clients and test/attacks; here are the two shapes in which runtimes show a certificate.
interface Shown { raw: Buffer, fingerprint256: string, issuerCertificate?: Shown }

function issuersOf (certificates: Shown[]): Buffer[] {
  return certificates.slice(1).map(({ raw }) => raw)
}

async function chain () {
  const root = await createAuthority({ commonName: 'Root' })
  const intermediate = await root.issueAuthority({ commonName: 'Intermediate' })
  const leaf = await intermediate.issue({ commonName: 'Leaf' })
  return [leaf, intermediate, root].map(({ der }) => {
    return { raw: der, fingerprint256: new X509Certificate(der).fingerprint256 }
  })
}

function link (certificates: Shown[]): Shown | undefined {
  return certificates.reduceRight<Shown | undefined>(
    (issuerCertificate, shown) => ({ ...shown, ...issuerCertificate && { issuerCertificate } }), undefined
  )
}

t.test('the leaf comes with the certificates that came along', async (t) => {
  const certificates = await chain()
  const socket = { getPeerX509Certificate: () => link(certificates) } as unknown as TLSSocket
  t.strictSame(peerCertificateOf(socket), {
    ...certificates[0], intermediates: issuersOf(certificates)
  })
})

t.test('a runtime that has getPeerCertificate alone gives the same', async (t) => {
  const certificates = await chain()
  const linked = link(certificates)
  const root = linked!.issuerCertificate!.issuerCertificate!
  root.issuerCertificate = root
  const socket = { getPeerCertificate: () => linked } as unknown as TLSSocket
  t.strictSame(peerCertificateOf(socket)?.intermediates, issuersOf(certificates))
})

t.test('without anything that came along there is what was kept', async (t) => {
  const certificates = await chain()
  const [leaf, intermediate] = certificates
  const resumed = { getPeerX509Certificate: () => leaf } as unknown as TLSSocket
  t.same(peerCertificateOf(resumed)?.intermediates, [])
  keepIntermediates(resumed, [intermediate!.raw])
  t.strictSame(peerCertificateOf(resumed)?.intermediates, [intermediate!.raw])
  const full = { getPeerX509Certificate: () => link(certificates) } as unknown as TLSSocket
  keepIntermediates(full, [])
  t.strictSame(peerCertificateOf(full)?.intermediates, issuersOf(certificates))
})

t.test('no certificate is null', async (t) => {
  const socket = { getPeerX509Certificate: () => undefined } as unknown as TLSSocket
  t.equal(peerCertificateOf(socket), null)
})

t.test('an empty certificate object is no certificate', async (t) => {
  t.equal(peerCertificateOf({ getPeerCertificate: () => ({}) } as unknown as TLSSocket), null)
})

t.test('of an endless chain no more is taken than a chain may be deep', async (t) => {
  const [shown] = await chain()
  const loop: Shown = { ...shown! }
  loop.issuerCertificate = { ...shown!, issuerCertificate: loop }
  const socket = { getPeerX509Certificate: () => loop } as unknown as TLSSocket
  t.equal(peerCertificateOf(socket)?.intermediates.length, 16)
})

t.test('where copying is slow, a leaf is known before what came along is read, once', async (t) => {
  const certificates = await chain()
  let reads = 0
  const socket = {
    isSessionReused: () => false,
    getPeerCertificate: () => certificates[0],
    getPeerX509Certificate: () => { reads++; return link(certificates) }
  } as unknown as TLSSocket
  const leaf = peerLeafOf(socket, true)!
  t.match(leaf, certificates[0]!)
  t.equal(reads, 0)
  t.strictSame([leaf.intermediates, leaf.intermediates], [issuersOf(certificates), issuersOf(certificates)])
  t.equal(reads, 1)
})

t.test('a leaf stays when the connection is gone, without what came along', async (t) => {
  const [shown] = await chain()
  const socket = {
    isSessionReused: () => false, getPeerCertificate: () => shown, getPeerX509Certificate: () => undefined
  } as unknown as TLSSocket
  t.strictSame(peerLeafOf(socket, true)?.intermediates, [])
})

t.test('no leaf is null', async (t) => {
  for (const nothing of [{}, null]) {
    const socket = { isSessionReused: () => false, getPeerCertificate: () => nothing } as unknown as TLSSocket
    t.equal(peerLeafOf(socket, true), null)
  }
})

t.test('where copying is fast, or nothing came along that would be copied, all is read at once', async (t) => {
  const certificates = await chain()
  const socket = {
    isSessionReused: () => true, getPeerX509Certificate: () => link(certificates)
  } as unknown as TLSSocket
  for (const isCopyingSlow of [false, true]) {
    t.strictSame(peerLeafOf(socket, isCopyingSlow), peerCertificateOf(socket))
  }
})

t.test('what is kept with a connection is there until it is dropped, and leaves nothing behind', async (t) => {
  const [shown] = await chain()
  const socket = new EventEmitter() as TLSSocket
  const peer = { ...shown!, intermediates: [] }
  t.equal(keptPeer(socket), null)
  keepPeer(socket, peer)
  t.equal(keptPeer(socket), peer)
  dropPeer(socket)
  t.equal(keptPeer(socket), null)
  t.equal(socket.listenerCount('secure'), 0)
  dropPeer(socket)
  t.equal(keptPeer(socket), null)
})

t.test('another handshake of the connection ends what was kept', async (t) => {
  const [shown] = await chain()
  const authority = await createAuthority({ commonName: 'Root' })
  const { server, port } = await startTls12Server(t, authority, (request, response) => { response.end() })
  const kept: Array<PeerCertificate | null> = []
  server.once('secureConnection', (socket) => { keepPeer(socket, { ...shown!, intermediates: [] }) })
  server.on('request', ({ socket }: IncomingMessage) => { kept.push(keptPeer(socket as TLSSocket)) })
  const client = await connectTls({ port, tls: 'TLSv1.2' })
  t.teardown(() => { client.destroy() })
  const request = async (): Promise<void> => {
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(server, 'request')
  }
  await request()
  await new Promise((resolve) => client.renegotiate({}, resolve))
  await request()
  t.match(kept, [{ fingerprint256: shown!.fingerprint256 }, null])
})
