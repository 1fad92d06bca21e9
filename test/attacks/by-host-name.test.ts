import { once } from 'node:events'
import { connect as connectTcp, createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { askedOn } from '../../lib/connection/server/asked.js'
import { ClientHelloReader } from '../../lib/connection/server/client-hello-reader.js'
import { mutateBytes } from '../conformance/mutations/mutate-bytes.js'
import { Random } from '../conformance/mutations/random.js'
import { handshakeMessage, helloBody, records, serverNameList } from '../support/client-hello.js'
import { closed } from '../support/closed.js'
import { everyProtocol } from '../support/every-protocol.js'
import type { Protocol } from '../support/every-protocol.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import type { RunningSite, StartSiteOptions } from '../support/start-site.js'
import { visit } from '../support/visit.js'

/** More of them: `HELLOS=100000 npx tsx test/attacks/by-host-name.test.ts`; others: with `HELLOS_SEED`. */
const { HELLOS = '1000', HELLOS_SEED = '20261122' } = process.env

const root = await createAuthority({ commonName: 'Root' })
const alice = await root.issue({ commonName: 'Alice', serialNumber: '0a' })

const site: SiteOptions = {
  virtualRoots: { '/Accounts': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  users: { Alice: { serialNumber: '0a' } },
  trustAnchors: root.pem,
  certificateHost: 'secure.test'
}

/** With both versions of HTTP; every path tells the user, and whether the connection was asked. */
function start (t: Test, options: Partial<SiteOptions> = {}, https: StartSiteOptions['https'] = {}): Promise<RunningSite> {
  const given = { ...site, ...options }
  return startSite(t, given, {
    http2: true,
    byHostName: true,
    https,
    after: (app) => app.get('/*', async ({ pseudoUser, raw }) => {
      return { user: pseudoUser?.name ?? null, asked: askedOn(raw.socket) }
    })
  })
}

const getting = (host: string, { http }: Pick<Protocol, 'http'>, path = '/Accounts') => ({
  path, headers: { [http === 'h2' ? ':authority' : 'host']: host }
})

const [secure, www] = ['secure.test', 'www.test']
const ticketKeys = Buffer.alloc(48, 7)

// lessons.md S2
for (const [how, https] of [['random keys', {}], ['keys that are given', { ticketKeys, sessionIdContext: 'both' }]] as const) {
  everyProtocol(`S2: no session of one side is resumed on the other, with ${how}`, async (t, protocol) => {
    const { port, connections } = await start(t, {}, https)
    const go = async (host: string, session?: Buffer) => {
      const endpoint = { port, ...protocol, servername: host, identity: alice }
      const visited = await visit(endpoint, [getting(host, protocol)], session)
      return { status: visited.responses[0]?.status, session: visited.session, resumed: connections.at(-1)?.resumed }
    }
    const ofSecure = await go(secure)
    const ofWww = await go(www)
    t.match(ofSecure, { status: 200, session: Buffer, resumed: false })
    t.match(ofWww, { status: 307, session: Buffer, resumed: false })
    t.match(await go(secure, ofSecure.session), { status: 200, resumed: true }, 'a session of the same side')
    t.match(await go(www, ofWww.session), { status: 307, resumed: true }, 'a session of the same side')
    t.match(await go(secure, ofWww.session), { status: 200, resumed: false })
    t.match(await go(www, ofSecure.session), { status: 307, resumed: false })
  })
}

everyProtocol('S1: who sent no certificate to the host that asks is nobody when he resumes', async (t, protocol) => {
  const { port, connections } = await start(t)
  const endpoint = { port, ...protocol, servername: secure }
  const { responses, session } = await visit(endpoint, [getting(secure, protocol)])
  const again = await visit(endpoint, [getting(secure, protocol)], session)
  t.match([...responses, ...again.responses], [{ json: { subStatus: '403.7' } }, { json: { subStatus: '403.7' } }])
  t.match(connections, [{ resumed: false }, { resumed: true }])
})

// Newer versions of Node do not resume what was made for another name.
everyProtocol('S2: hosts of one pattern have one rule, whether they share a session or not', async (t, protocol) => {
  const { port } = await start(t, { certificateHost: '*.secure.test' })
  const go = (host: string, session?: Buffer) =>
    visit({ port, ...protocol, servername: host, identity: alice }, [getting(host, protocol)], session)
  const { session } = await go('a.secure.test')
  t.match(await go('b.secure.test', session), { responses: [{ status: 200, json: { user: 'Alice' } }] })
})

// lessons.md S11: the name in the handshake, the name in the request.
const crossed: Array<[serverName: string | undefined, host: string, expected: object]> = [
  [secure, secure, { status: 200 }],
  ['SECURE.TEST', 'Secure.Test', { status: 200 }],
  ['secure.test.', 'secure.test', { status: 200 }],
  [secure, 'secure.test.:8443', { status: 200 }],
  [undefined, secure, { status: 200 }],
  [www, secure, { status: 421 }],
  [www, 'SECURE.TEST', { status: 421 }],
  [www, 'secure.test:443', { status: 421 }],
  [www, 'secure.test.', { status: 421 }],
  [secure, www, { status: 421 }],
  [undefined, www, { status: 421 }],
  [undefined, '[::1]', { status: 421 }],
  [www, www, { status: 307 }],
  ['a.secure.test', 'a.secure.test', { status: 307 }]
]

everyProtocol('S11: the connection and the request name the same side', async (t, protocol) => {
  const { port } = await start(t)
  for (const [serverName, host, expected] of crossed) {
    const endpoint = { port, ...protocol, identity: alice, ...serverName !== undefined && { servername: serverName } }
    const { responses } = await visit(endpoint, [getting(host, protocol)])
    t.match(responses, [expected], `${serverName}, ${host}`)
  }
})

t.test('S11: an absolute target names another host than Host does', async (t) => {
  const { port } = await start(t)
  const http = 'http/1.1'
  const go = (servername: string, host: string, path: string) =>
    visit({ port, http, servername, identity: alice }, [{ path, headers: { host } }])
  t.match(await go(www, www, 'https://secure.test/Accounts'), { responses: [{ status: 421 }] })
  t.match(await go(secure, secure, 'https://www.test/Accounts'), { responses: [{ status: 421 }] })
  t.match(await go(secure, www, 'https://secure.test/Accounts'), { responses: [{ status: 200 }] })
})

everyProtocol('S11: one connection for the requests of both hosts', async (t, protocol) => {
  const { port } = await start(t)
  const requests = [www, secure, www, secure].map((host) => getting(host, protocol))
  const onWww = await visit({ port, ...protocol, servername: www, identity: alice }, requests)
  t.same(onWww.responses.map(({ status }) => status), [307, 421, 307, 421])
  const onSecure = await visit({ port, ...protocol, servername: secure, identity: alice }, requests)
  t.same(onSecure.responses.map(({ status }) => status), [421, 200, 421, 200])
})

/** Carries bytes to a port; those of the client in another form. */
async function relay (t: Test, port: number, forward: (chunk: Buffer, to: Socket) => Promise<void>): Promise<number> {
  const server = createTcpServer((from) => {
    const to = connectTcp(port, '127.0.0.1').setNoDelay()
    let before = Promise.resolve()
    from.on('data', (chunk) => { before = before.then(() => forward(chunk, to)) })
    to.pipe(from)
    for (const socket of [from, to]) socket.on('error', () => undefined).on('close', () => { from.destroy(); to.destroy() })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  return (server.address() as AddressInfo).port
}

async function octetByOctet (chunk: Buffer, to: Socket): Promise<void> {
  for (const octet of chunk) {
    to.write(Buffer.of(octet))
    await setImmediate()
  }
}

/** The first record of the client, its ClientHello, as many records of one octet. */
async function recordByRecord (chunk: Buffer, to: Socket): Promise<void> {
  const isHello = chunk[0] === 22 && chunk[5] === 1
  to.write(isHello ? records(chunk.subarray(5), 1) : chunk)
}

// CVE-2026-32305 of lessons.md S11: a ClientHello in pieces must not fall back to other rules.
for (const [how, forward] of [['octet by octet', octetByOctet], ['in records of one octet', recordByRecord]] as const) {
  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    t.test(`S11: a ClientHello that comes ${how}, ${tls}`, async (t) => {
      const { port } = await start(t)
      const slow = await relay(t, port, forward)
      for (const [host, status] of [[secure, 200], [www, 307]] as const) {
        const endpoint = { port: slow, tls, servername: host, identity: alice }
        t.match(await visit(endpoint, [getting(host, { http: 'http/1.1' })]), { responses: [{ status }] })
      }
    })
  }
}

/** GREASE wherever a client may put it (RFC 8701 §3), as Chromium does: suites, extensions, and values in them. */
function greasedHello (serverName: string): Buffer {
  const supportedGroups = Buffer.from('00063a3a001d0017', 'hex')
  const signatureAlgorithms = Buffer.from('00044a4a0403', 'hex')
  const extensions: Array<readonly [number, Buffer]> = [
    [0x2a2a, Buffer.alloc(0)], [10, supportedGroups], [13, signatureAlgorithms], [0x5a5a, Buffer.alloc(1)]
  ]
  return records(handshakeMessage(helloBody({ serverName, extensions })))
}

/** The messages of the handshake that the server of TLS 1.2 answers with. */
async function handshakeTypes (port: number, hello: Buffer): Promise<number[]> {
  const SERVER_HELLO_DONE = 14
  const socket = connectTcp(port, '127.0.0.1')
  socket.write(hello)
  const types: number[] = []
  let received = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    received = Buffer.concat([received, chunk])
    // OpenSSL gives each message a record of its own.
    let end: number
    while ((end = 5 + (received[3]! << 8 | received[4]!)) <= received.length) {
      types.push(received[5]!)
      received = received.subarray(end)
    }
    if (types.at(-1) === SERVER_HELLO_DONE) break
  }
  return types
}

t.test('S11: GREASE in a ClientHello changes nothing (RFC 8701)', async (t) => {
  const { port } = await start(t)
  const [serverHello, certificate, serverKeyExchange, certificateRequest, serverHelloDone] = [2, 11, 12, 13, 14]
  const asking = [serverHello, certificate, serverKeyExchange, certificateRequest, serverHelloDone]
  t.strictSame(await handshakeTypes(port, greasedHello(secure)), asking)
  t.strictSame(await handshakeTypes(port, greasedHello('SECURE.test.')), asking)
  const others = asking.filter((type) => type !== certificateRequest)
  t.strictSame(await handshakeTypes(port, greasedHello(www)), others)
})

/** What a client has to say in a connection of its own, until it is closed on both ends. */
async function say ({ app, port }: RunningSite, bytes: Uint8Array): Promise<void> {
  const over = new Promise<void>((resolve) => {
    app.server.once('connection', (accepted) => { accepted.once('close', () => { resolve() }) })
  })
  const socket = connectTcp(port, '127.0.0.1').resume()
  socket.end(bytes)
  await Promise.all([closed(socket), over])
}

/** The server has no connection left, and serves as ever. */
async function isAsBefore (t: Test, { app, port }: RunningSite): Promise<void> {
  const count = () => new Promise<number>((resolve) => {
    app.server.getConnections((_error, connections) => { resolve(connections) })
  })
  while (await count() > 0) await setImmediate()
  for (const [host, status] of [[secure, 200], [www, 307]] as const) {
    const visited = await visit({ port, servername: host, identity: alice }, [getting(host, { http: 'http/1.1' })])
    t.match(visited, { responses: [{ status }] })
  }
}

/** The ClientHello of Node's own client. */
async function realHello (servername: string): Promise<Buffer> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connectTls({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', servername })
  client.on('error', () => undefined)
  const [socket] = await once(server, 'connection') as [Socket]
  const [hello] = await once(socket, 'data') as [Buffer]
  socket.destroy()
  server.close()
  return hello
}

const random = (index: number): Random => new Random(Number(HELLOS_SEED), index)

t.test(`${HELLOS} connections that begin with garbage`, async (t) => {
  const running = await start(t)
  for (let index = 0; index < Number(HELLOS); index++) {
    const numbers = random(index)
    const garbage = numbers.bytes(numbers.below(200))
    // Half of them look like a record at first.
    if (numbers.chance(50)) Buffer.from([22, 3, numbers.below(5), 0]).copy(garbage)
    await say(running, garbage)
  }
  await isAsBefore(t, running)
})

t.test(`${HELLOS} ClientHellos with faults: what is not asked is what OpenSSL takes for another host`, async (t) => {
  const seen: Array<string | undefined> = []
  const running = await start(t, {}, {
    SNICallback (servername, done) { seen.push(servername); done(null) }
  })
  const hellos = await Promise.all([secure, www].map(realHello))
  let others = 0
  for (let index = 0; index < Number(HELLOS); index++) {
    const numbers = random(index)
    let hello = mutateBytes(numbers, numbers.pick(hellos))
    if (numbers.chance(50)) hello = mutateBytes(numbers, hello)
    seen.length = 0
    await say(running, hello)
    const serverName = new ClientHelloReader().push(hello)
    if (serverName == null || serverName === secure) continue
    others++
    for (const name of seen) t.equal(name?.toLowerCase().replace(/\.$/, ''), serverName)
  }
  t.ok(others > 0, `${others} were not asked`)
  await isAsBefore(t, running)
})

const long = 'a'.repeat(255)
const twoNames = serverNameList([0, www], [0, secure])
const twoExtensions = [[0, serverNameList([0, www])], [0, serverNameList([0, secure])]] as const

// lessons.md S14: nothing of what follows ends the process.
const hostile: Array<[why: string, hello: Buffer]> = [
  ['a name with NUL', helloBody({ serverName: 'www.test\0.secure.test' })],
  ['an empty name', helloBody({ serverName: '' })],
  ['a name of 255 octets', helloBody({ serverName: long })],
  ['a name of 60 000 octets', helloBody({ serverName: 'a'.repeat(60_000) })],
  ['a name that is not ASCII', helloBody({ serverName: '\u00ff\u00fe' })],
  ['a name like a member of every object', helloBody({ serverName: '__proto__' })],
  ['two names', helloBody({ extensions: [[0, twoNames]] })],
  ['two extensions with names', helloBody({ extensions: twoExtensions })]
]

t.test('S14: names that are none', async (t) => {
  const running = await start(t)
  for (const [, hello] of hostile) await say(running, records(handshakeMessage(hello)))
  for (const [why, hello] of hostile) {
    const serverName = new ClientHelloReader().push(records(handshakeMessage(hello)))
    t.ok([null, long, '__proto__'].includes(serverName!), why)
  }
  await isAsBefore(t, running)
})

t.test('a ClientHello without an end is cut off', async (t) => {
  const running = await start(t)
  const socket = connectTcp(running.port, '127.0.0.1').resume()
  const endless = records(Buffer.concat([Buffer.from([1, 255, 255, 255]), Buffer.alloc(16_380)]))
  const ended = closed(socket)
  let written = 0
  while (!socket.destroyed && written < 100 * endless.length) {
    socket.write(endless)
    written += endless.length
    await setImmediate()
  }
  await ended
  await isAsBefore(t, running)
})

t.test('200 clients that say nothing, or next to nothing, go when their time is over', async (t) => {
  // Milliseconds: who speaks is not cut off on a slow machine.
  const running = await start(t, {}, { handshakeTimeout: 2_000 })
  const hello = await realHello(secure)
  const gone = Array.from({ length: 200 }, (_, index) => {
    const socket = connectTcp(running.port, '127.0.0.1').resume()
    socket.write(hello.subarray(0, index))
    return closed(socket)
  })
  await Promise.all(gone)
  await isAsBefore(t, running)
})
