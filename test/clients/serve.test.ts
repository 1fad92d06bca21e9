/**
 * The command `serve` as a process of its own, on the seed's registry file with two folders and an upstream, and real
 * clients.
 */
import { once } from 'node:events'
import type { ClientRequest as ClientRequestOfNode, IncomingMessage, ServerResponse } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { WebSocket } from 'ws'
import { chromium } from '../support/chromium-client.js'
import { curl, nodeHttp2, nodeHttps, requireProgram } from '../support/clients.js'
import type { Client, ClientRequest, ClientResponse } from '../support/conversation.js'
import type { Identity } from '../support/pki.js'
import { RunningCommand } from './serve/running-command.js'
import { startUpstream, type Echo } from './serve/upstream.js'
import { createServedWorld } from './serve/world.js'

t.setTimeout(600_000)
const world = await createServedWorld(t)
const { people, args } = world
const upstream = await startUpstream(t)
const targets = ['--target', `/Accounts=${upstream.url}/books`]
const asking = await RunningCommand.start(t, [...args, ...targets])
const renegotiating = await RunningCommand.start(t, [...args, ...targets, '--acquire', 'renegotiate'])

interface Way {
  client?: Client
  http?: 'http/1.1' | 'h2'
  tls?: 'TLSv1.2' | 'TLSv1.3'
}

async function send (
  t: Test, { port }: { port: number }, identity: Identity | null, requests: ClientRequest[],
  { client = nodeHttps, http = 'http/1.1', tls = 'TLSv1.3' }: Way = {}
): Promise<ClientResponse[]> {
  return client.converse(t, { port, requests, identity, http, tls, manner: 'kept-alive', servername: 'localhost' })
}

async function get (
  t: Test, running: RunningCommand, identity: Identity | null, path: string, way?: Way
): Promise<ClientResponse> {
  const [response] = await send(t, running, identity, [{ path }], way)
  return response!
}

/** What each person meets, in order, on one connection. */
const visits: ReadonlyArray<[who: keyof typeof people | 'nobody', path: string, status: number, body: RegExp]> = [
  ['nobody', '/', 200, /welcome/],
  ['nobody', '/Reports/report.txt', 403, /403\.7/],
  ['nobody', '/Accounts/x', 403, /403\.7/],
  ['alice', '/', 200, /welcome/],
  ['alice', '/Reports/report.txt', 200, /^the report$/],
  ['alice', '/accounts/x?y=1', 200, /"url":"\/books\/x\?y=1".*"x-ce-user":"Alice"/],
  ['carol', '/Accounts', 200, /"url":"\/books".*"x-ce-user":"Carol"/],
  ['dave', '/Reports/report.txt', 200, /^the report$/],
  ['dave', '/Accounts/x', 403, /403\.12/],
  ['stranger', '/Accounts/x', 403, /403\.16|403\.7/]
]

for (const [name, running, tls] of [
  ['in the handshake', asking, 'TLSv1.3'], ['in the middle of a request', renegotiating, 'TLSv1.2']
] as const) {
  t.test(`curl, asked ${name}`, async (t) => {
    if (!requireProgram(t, 'curl', 'curl')) return
    for (const [who, path, status, body] of visits) {
      const response = await get(t, running, who === 'nobody' ? null : people[who], path, { client: curl, tls })
      t.equal(response.status, status, `${who} ${path}`)
      t.match(response.body, body, `${who} ${path}`)
    }
  })
}

for (const [name, identity, status, body] of [
  ['with a certificate', people.alice, 200, /"x-ce-user":"Alice"/],
  ['without a certificate that the site could take', people.stranger, 403, /403\.7/]
] as const) {
  t.test(`Chromium ${name}`, async (t) => {
    if (!chromium.programs.every(({ name, debianPackage }) => requireProgram(t, name, debianPackage))) return
    const converse = await chromium.start(t, { identity, rootPem: world.rootPem })
    const requests = [{ path: '/index.html' }, { path: '/Accounts/x' }, { path: '/Accounts/y', method: 'POST', body: 'b' }]
    const [page, account, posted] = await converse(t, {
      port: asking.port, requests, servername: 'localhost', http: 'h2', tls: 'TLSv1.3'
    })
    t.match(page, { status: 200, body: /welcome/ })
    t.match([account, posted], [{ status, body }, { status, body }])
  })
}

t.test('a folder shows no lists, no hidden files, and nothing that lies elsewhere', async (t) => {
  const statuses = async (paths: string[]): Promise<number[]> => {
    return (await send(t, asking, null, paths.map((path) => ({ path })))).map(({ status }) => status)
  }
  t.same(await statuses(['/below/page.txt', '/inside', '/BELOW/page.txt', '/below/']), [200, 200, 404, 404])
  t.same(await statuses(['/.hidden', '/outside', '/below/../.hidden']), [403, 403, 403])
  for (const path of ['/../anchors.pem', '/%2e%2e/anchors.pem', '/..%2fanchors.pem', '/below/..%5c..%5canchors.pem', '//etc/passwd']) {
    t.notMatch(await statuses([path]), [200], path)
  }
  const [redirected] = await send(t, asking, people.alice, [{ path: '/Reports' }])
  t.match(redirected, { status: 301, headers: { location: '/Reports/' } })
  const [posted] = await send(t, asking, people.alice, [{ path: '/Reports/report.txt', method: 'POST', body: 'x' }])
  t.match(posted, { status: 403, json: { subStatus: '403.3' } }, 'READ alone')
})

/** Whatever CGI and its heirs would take for our headers. */
const forgeries = Object.fromEntries([
  'x-ce-user', 'X_CE_User', 'x-ce_user', 'X.Ce.User', 'x_ce_anything', 'x-ce-certificate-subject', 'client-cert',
  'Client_Cert', 'client-cert-chain', 'x-forwarded-for', 'x_forwarded_proto', 'forwarded', 'x-real-ip'
].map((name) => [name, 'mallory']))

function checkHeaders (t: Test, { rawHeaders, headers }: Echo, user: string): void {
  t.notMatch(rawHeaders.join('\n'), /mallory|[_.]ce[_.]|client_cert|x_forwarded/i)
  t.match(headers, {
    'x-ce-user': user,
    'x-ce-virtual-root': '/Accounts',
    'x-ce-certificate-subject': `CN=${user}`,
    'x-ce-certificate-issuer': 'CN=CompanyIssuer',
    'x-ce-certificate-serial': '01020304000000000005',
    'client-cert': `:${people.alice.der.toString('base64')}:`,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': `localhost:${asking.port}`,
    kept: 'yes'
  })
}

for (const [client, http] of [[nodeHttps, 'http/1.1'], [nodeHttp2, 'h2']] as const) {
  t.test(`nobody can forge who he is, over ${http}`, async (t) => {
    // A client may keep its own headers from an upstream, not the server's.
    const connection = http === 'h2' ? {} : { connection: 'x-ce-user, client-cert, keep-alive' }
    const headers = { ...forgeries, ...connection, kept: 'yes' }
    const [response] = await send(t, asking, people.alice, [{ path: '/Accounts/x', headers }], { client, http })
    checkHeaders(t, JSON.parse(response!.body) as Echo, 'Alice')
  })
}

t.test('a WebSocket goes on to the upstream, if its client may enter', async (t) => {
  const open = (identity: Identity | null): WebSocket => {
    const socket = new WebSocket(`wss://localhost:${asking.port}/Accounts/live?x=1`, {
      rejectUnauthorized: false,
      headers: { ...forgeries, kept: 'yes', origin: 'https://example.org', cookie: 'a=b' },
      ...identity !== null && { cert: identity.pem, key: identity.keyPem }
    })
    // One that was refused never opens.
    socket.on('error', () => undefined)
    t.teardown(() => socket.terminate())
    return socket
  }
  const socket = open(people.alice)
  const [message] = await once(socket, 'message')
  const echo = JSON.parse(String(message)) as Echo
  t.match(echo, { url: '/books/live?x=1', headers: { origin: 'https://example.org', cookie: 'a=b' } })
  checkHeaders(t, echo, 'Alice')
  socket.send('hello')
  t.equal(String((await once(socket, 'message'))[0]), 'hello')
  for (const identity of [null, people.dave]) {
    const [, response] = await once(open(identity), 'unexpected-response')
    t.equal(response.statusCode, 403)
  }
  const closed = once(socket, 'close')
  await asking.reload()
  await closed
  t.pass('after a reload it must be decided anew')
  t.match(String((await once(open(people.alice), 'message'))[0]), /"x-ce-user":"Alice"/)
})

t.test('an upstream that does not answer is 502, and nobody learns where it is', async (t) => {
  const gone = await startUpstream(t)
  gone.server.close()
  const args = [...world.args, '--target', `/Accounts=${gone.url}`]
  const running = await RunningCommand.start(t, args)
  const response = await get(t, running, people.alice, '/Accounts/x')
  t.same([response.status, response.json], [502, {
    statusCode: 502, error: 'Bad Gateway', message: 'The server behind this one does not answer'
  }])
  const socket = new WebSocket(`wss://localhost:${running.port}/Accounts/x`, {
    rejectUnauthorized: false, cert: people.alice.pem, key: people.alice.keyPem
  })
  const [code, reason] = await once(socket, 'close')
  t.same([code, String(reason)], [1011, ''])
  t.match(running.log.filter(({ err }) => err !== undefined), [{ err: { message: /ECONNREFUSED/ } }], 'the log says why')
})

t.test('an upstream is believed to be who it says only with a certificate', async (t) => {
  const args = [...world.args, '--target', `/Accounts=https://127.0.0.1:${asking.port}`]
  const running = await RunningCommand.start(t, args)
  t.match(await get(t, running, people.alice, '/Accounts/x'), { status: 502 })
  t.match(running.log.filter(({ err }) => err !== undefined), [{ err: { message: /certificate/ } }])
})

t.test('bodies of 50 MB are passed on as they come, both ways', async (t) => {
  const size = 50 * 1024 * 1024
  let received = 0
  let written = 0
  let take: () => void = () => undefined
  const mayTake = new Promise<void>((resolve) => { take = resolve })
  const { url } = await startUpstream(t, async (request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-length', size)
      const chunk = Buffer.alloc(65536)
      for (; written < size; written += chunk.length) if (!response.write(chunk)) await once(response, 'drain')
      response.end()
    } else {
      await mayTake
      request.on('data', (chunk: Buffer) => { received += chunk.length })
      request.on('end', () => response.end(String(received)))
    }
  })
  const running = await RunningCommand.start(t, [...world.args, '--target', `/Accounts=${url}`])
  const identity = { cert: people.alice.pem, key: people.alice.keyPem }
  const open = (method: string, headers = {}): ClientRequestOfNode => request({
    host: '127.0.0.1', port: running.port, path: '/Accounts/x', method, headers, rejectUnauthorized: false, ...identity
  })

  const upload = open('POST', { 'content-length': size })
  let sent = 0
  const sending = (async () => {
    const chunk = Buffer.alloc(65536)
    for (; sent < size; sent += chunk.length) if (!upload.write(chunk)) await once(upload, 'drain')
    upload.end()
  })()
  t.ok(await stuck(() => sent) < size / 2, 'nobody takes what the upstream does not')
  take()
  const [stored] = await once(upload, 'response')
  await sending
  t.equal(await text(stored), String(size))

  const download = open('GET').end()
  const [response] = await once(download, 'response') as [IncomingMessage]
  t.ok(await stuck(() => written) < size / 2, 'nobody takes what the client does not')
  let taken = 0
  for await (const chunk of response) taken += (chunk as Buffer).length
  t.equal(taken, size)
})

t.test('what is under way may end, within a time', async (t) => {
  const waiting: ServerResponse[] = []
  let came: () => void = () => undefined
  const { url } = await startUpstream(t, (_request, response) => {
    waiting.push(response)
    came()
  })
  const target = ['--target', `/Accounts=${url}`]
  for (const [grace, answer, status] of [['600', 'the answer', 200], ['0', null, null]] as const) {
    const running = await RunningCommand.start(t, [...world.args, ...target, '--grace', grace])
    const arrived = new Promise<void>((resolve) => { came = resolve })
    const answered = get(t, running, people.alice, '/Accounts/x').then(({ status, body }) => [status, body], () => [null, null])
    await arrived
    const ended = running.end()
    await running.said('closing')
    await t.rejects(get(t, running, people.alice, '/'), { message: /ECONNREFUSED/ }, 'nobody else comes in')
    if (answer !== null) waiting.at(-1)!.end(answer)
    t.same(await answered, [status, answer])
    t.equal(await ended, 0)
    t.match(await running.said('closed').catch(() => running.log.at(-1)), { msg: answer === null ? /cut off/ : 'closed' })
  }
})

/** What something grows to until it stands still for a while. */
async function stuck (measure: () => number): Promise<number> {
  for (let last = -1; ;) {
    const now = measure()
    if (now === last) return now
    last = now
    await delay(300)
  }
}
