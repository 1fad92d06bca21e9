import { EventEmitter } from 'node:events'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import type { Decision } from '../../lib/access/decision.js'
import type { Connection } from '../../lib/connection/connection.js'
import { keepPeer, keptPeer } from '../../lib/connection/peer-certificate.js'
import { RememberedDecisions } from '../../lib/gate/remembered-decisions.js'
import type { Site } from '../../lib/site/options.js'
import { AMBIGUOUS, VirtualRoots, type VirtualRoot } from '../../lib/site/virtual-roots.js'
import type { CertificateChain } from '../../lib/trust/chain.js'

const [accounts, other] = [...new VirtualRoots({ '/Accounts': {}, '/Other': {} })] as [VirtualRoot, VirtualRoot]

const chain = { signatureChecks: 0 } as CertificateChain
const admitted = { admitted: true, chain } as Decision

function connectionOf (tlsSocket: object | null = new EventEmitter()): Connection {
  return { tlsSocket: tlsSocket as TLSSocket | null } as Connection
}

function decisionsOf (site: Partial<Site> = {}): RememberedDecisions {
  return new RememberedDecisions({ acquire: 'handshake', certificateHost: null, mapUser: null, revocationSources: null, ...site })
}

t.test('the same question on the same connection has the same answer', async (t) => {
  const decisions = decisionsOf()
  const connection = connectionOf()
  t.equal(decisions.find(connection, accounts, 'GET'), null)
  decisions.add(connection, accounts, 'GET', admitted)
  t.equal(decisions.find(connection, accounts, 'GET'), admitted)
})

t.test('any other question has none', async (t) => {
  const decisions = decisionsOf()
  const connection = connectionOf()
  decisions.add(connection, accounts, 'GET', admitted)
  t.equal(decisions.find(connection, accounts, 'POST'), null, 'another method')
  t.equal(decisions.find(connection, other, 'GET'), null, 'another virtual root')
  t.equal(decisions.find(connection, null, 'GET'), null, 'no virtual root')
  t.equal(decisions.find(connectionOf(), accounts, 'GET'), null, 'another connection')
  t.equal(decisionsOf().find(connection, accounts, 'GET'), null, 'another site')
})

t.test('the next handshake ends it', async (t) => {
  const decisions = decisionsOf()
  const socket = new EventEmitter()
  for (let handshake = 0; handshake < 3; handshake++) {
    decisions.add(connectionOf(socket), accounts, 'GET', admitted)
    decisions.add(connectionOf(socket), other, 'GET', admitted)
    t.equal(socket.listenerCount('secure'), 1)
    socket.emit('secure')
    t.equal(decisions.find(connectionOf(socket), other, 'GET'), null)
  }
})

t.test('a connection keeps no certificate beside a decision that makes it needless', async (t) => {
  const peer = { raw: Uint8Array.of(1), fingerprint256: 'AB', intermediates: [] }
  const keptAfter = (decisions: RememberedDecisions, decision: Decision): unknown => {
    const socket = new EventEmitter() as TLSSocket
    keepPeer(socket, peer)
    decisions.add(connectionOf(socket), accounts, 'GET', decision)
    return keptPeer(socket)
  }
  t.equal(keptAfter(decisionsOf(), admitted), null)
  t.equal(keptAfter(decisionsOf(), { ...admitted, admitted: false }), peer)
  t.equal(keptAfter(decisionsOf({ certificateHost: 'a.test' }), admitted), peer)
})

t.test('the last one is remembered', async (t) => {
  const decisions = decisionsOf()
  const connection = connectionOf()
  const later = { ...admitted }
  decisions.add(connection, accounts, 'GET', admitted)
  decisions.add(connection, other, 'POST', later)
  t.equal(decisions.find(connection, accounts, 'GET'), null)
  t.equal(decisions.find(connection, other, 'POST'), later)
})

for (const [what, connection, root, decision] of [
  ['a refusal', connectionOf(), accounts, { ...admitted, admitted: false }],
  ['what cost signatures', connectionOf(), accounts, { ...admitted, chain: { ...chain, signatureChecks: 1 } }],
  ['what lies in no one place', connectionOf(), AMBIGUOUS, admitted],
  ['what came without TLS', connectionOf(null), accounts, admitted]
] as const) {
  t.test(`${what} is not remembered`, async (t) => {
    const decisions = decisionsOf()
    decisions.add(connection, root, 'GET', decision)
    t.equal(decisions.find(connection, root, 'GET'), null)
  })
}

for (const [what, site] of [
  ['the client is asked in the middle of a connection', { acquire: 'renegotiate' }],
  ['the host counts', { certificateHost: 'secure.test' }],
  ['what is known of revocation changes', { revocationSources: {} }],
  ['the site has its own word on users', { mapUser: () => true }]
] as ReadonlyArray<readonly [what: string, site: Partial<Site>]>) {
  t.test(`nothing is remembered where ${what}`, async (t) => {
    const decisions = decisionsOf(site)
    const connection = connectionOf()
    decisions.add(connection, accounts, 'GET', admitted)
    t.equal(decisions.find(connection, accounts, 'GET'), null)
  })
}

t.test('no more than a thousand connections are remembered, and each can come back', async (t) => {
  const decisions = decisionsOf()
  const connections = Array.from({ length: 1_001 }, () => connectionOf())
  for (const connection of connections) decisions.add(connection, accounts, 'GET', admitted)
  const remembered = connections.map((connection) => decisions.find(connection, accounts, 'GET') !== null)
  t.equal(remembered.indexOf(true), 1)
  t.equal(remembered.filter(Boolean).length, 1_000)
  decisions.add(connections[0]!, accounts, 'GET', admitted)
  t.equal(decisions.find(connections[0]!, accounts, 'GET'), admitted)
  t.equal(decisions.find(connections[1]!, accounts, 'GET'), null)
})
