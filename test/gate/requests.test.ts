import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import { RenegotiableConnection } from '../../lib/connection/renegotiation/renegotiable-connection.js'
import { observeRequests } from '../../lib/gate/requests.js'

function socketOf (protocol: string): TLSSocket {
  return Object.assign(new EventEmitter(), {
    getProtocol: () => protocol,
    isSessionReused: () => false,
    getPeerX509Certificate: () => undefined,
    getPeerCertificate: () => ({})
  }) as unknown as TLSSocket
}

t.test('connections that can renegotiate are met when their handshake is done', async (t) => {
  const server = new EventEmitter()
  observeRequests(server as unknown as Server)
  for (const [protocol, isMet] of [['TLSv1.2', true], ['TLSv1.1', true], ['TLSv1.3', false]] as const) {
    const socket = socketOf(protocol)
    server.emit('secureConnection', socket)
    t.equal(RenegotiableConnection.known(socket) !== null, isMet, protocol)
  }
})

t.test('requests are met before anybody else sees them', async (t) => {
  const server = new EventEmitter()
  const [known, unknown] = [socketOf('TLSv1.2'), socketOf('TLSv1.2')]
  const order: unknown[] = []
  RenegotiableConnection.of(known).arrived = (request) => { order.push('met', request) }
  server.on('request', () => { order.push('seen') })
  observeRequests(server as unknown as Server)
  server.emit('request', { socket: unknown })
  t.strictSame(order, ['seen'], 'nobody has met its connection')
  const request = { socket: known } as unknown as IncomingMessage
  server.emit('request', request)
  t.strictSame(order, ['seen', 'met', request, 'seen'])
})

for (const event of ['checkExpectation', 'upgrade']) {
  t.test(`where somebody listens to ${event}, those are met first too`, async (t) => {
    for (const isLate of [false, true]) {
      const server = new EventEmitter()
      const known = socketOf('TLSv1.2')
      const order: string[] = []
      RenegotiableConnection.of(known).arrived = () => { order.push('met') }
      const listen = () => server.on(event, () => { order.push('seen') })
      if (!isLate) listen()
      observeRequests(server as unknown as Server)
      if (isLate) {
        t.equal(server.listenerCount(event), 0, 'to Node nobody listens')
        listen()
      }
      server.emit(event, { socket: known })
      t.strictSame(order, ['met', 'seen'])
      t.equal(server.on(event, () => undefined).listenerCount(event), 3, 'once')
    }
  })
}
