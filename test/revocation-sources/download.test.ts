import { once } from 'node:events'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import type { Test } from 'tap'
import {
  download, type Downloaded, type DownloadSettings, type HttpQuestion, type Validators
} from '../../lib/revocation-sources/download.js'
import { revocationServer, type Answerer } from '../support/revocation-server.js'

const settings: DownloadSettings = {
  allowsHost: (host) => host === '127.0.0.1', allowPrivateAddresses: true, timeout: 60_000
}
const question: HttpQuestion = { mediaType: 'application/pkix-crl', body: null, maxSize: 1000 }
const ocsp: HttpQuestion = {
  ...question, body: { mediaType: 'application/ocsp-request', content: Buffer.from('question') }
}
const unknown: Validators = { etag: null, lastModified: null }

interface Asked {
  question?: HttpQuestion
  validators?: Validators
  settings?: Partial<DownloadSettings>
  closed?: AbortSignal
}

async function ask (url: string, asked: Asked = {}): Promise<Downloaded> {
  const { validators = unknown, closed = new AbortController().signal } = asked
  return download(new URL(url), asked.question ?? question, validators, { ...settings, ...asked.settings }, closed)
}

/** A server whose answer is these bytes, whatever is asked. */
async function rawServer (t: Test, answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(answer))
  })
  t.teardown(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`
}

t.test('an answer is what the server sends, with what tells whether it changes', async (t) => {
  const server = await revocationServer(t, (_request, response) => {
    response.writeHead(200, { etag: '"a"', 'last-modified': 'Mon, 01 Jun 2026 00:00:00 GMT' }).end('answer')
  })
  t.same(await ask(`${server.origin}/a.crl`), {
    content: Buffer.from('answer'), etag: '"a"', lastModified: 'Mon, 01 Jun 2026 00:00:00 GMT'
  })
  t.match(server.requests, [{
    method: 'GET', url: '/a.crl', headers: { accept: 'application/pkix-crl', 'accept-encoding': 'identity' }
  }])
})

t.test('who knows an answer asks whether it has changed', async (t) => {
  const server = await revocationServer(t, (_request, response) => response.writeHead(304).end())
  t.equal(await ask(server.origin, { validators: { etag: '"a"', lastModified: null } }), 'unchanged')
  t.equal(await ask(server.origin, { validators: { etag: null, lastModified: 'Mon' } }), 'unchanged')
  t.match(server.requests.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']]),
    [['"a"', undefined], [undefined, 'Mon']])
  await t.rejects(ask(server.origin), { message: 'answers with the HTTP status 304' })
})

t.test('a question is posted', async (t) => {
  const server = await revocationServer(t, Buffer.from('answer'))
  t.match(await ask(server.origin, { question: ocsp, validators: { etag: '"a"', lastModified: null } }), {
    content: Buffer.from('answer'), etag: null, lastModified: null
  })
  const [request] = server.requests
  t.match(request, { method: 'POST', headers: { 'content-type': 'application/ocsp-request', 'if-none-match': undefined } })
  t.equal(request?.body.toString(), 'question')
})

function redirect (statusCode: number, location?: string): Answerer {
  return ({ url }, response) => {
    if (url === '/target') response.end('answer')
    else response.writeHead(statusCode, { ...location !== undefined && { location } }).end()
  }
}

t.test('redirects are followed', async (t) => {
  const server = await revocationServer(t)
  for (const statusCode of [301, 302, 303, 307, 308]) {
    for (const location of ['/target', `${server.origin}/target`]) {
      server.answer = redirect(statusCode, location)
      t.match(await ask(server.origin), { content: Buffer.from('answer') }, `${statusCode} ${location}`)
    }
  }
})

const endless: Answerer = (_request, response) => {
  const write = (): void => { while (!response.destroyed && response.write('x'.repeat(1000))); }
  response.on('drain', write)
  write()
}

const failures: ReadonlyArray<readonly [name: string, answer: Answerer, message: RegExp, asked?: Asked]> = [
  ['an HTTP error', (_request, response) => response.writeHead(500).end('x'), /^answers with the HTTP status 500$/],
  ['a redirect in a circle', redirect(302, '/'), /^redirects more than 3 times$/],
  ['a redirect to nowhere', redirect(302), /^redirects to where nothing may be fetched$/],
  ['a redirect to somebody else', redirect(302, 'http://localhost/'), /^redirects to where nothing may be fetched$/],
  ['a redirect of a question that was posted', redirect(307, '/target'), /^answers with the HTTP status 307$/, {
    question: ocsp
  }],
  ['more than is allowed', Buffer.alloc(1001), /^answers with more than 1000 bytes$/],
  ['no end', endless, /^answers with more than 1000 bytes$/],
  ['compressed data', (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)))
  }, /^answers with the content encoding gzip$/],
  ['nothing in time', () => {}, /^did not answer within 50 ms$/, { settings: { timeout: 50 } }],
  ['half of it in time', (_request, response) => response.write('x'), /^did not answer within 50 ms$/, {
    settings: { timeout: 50 }
  }],
  ['less than it says', (_request, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('x', () => response.destroy())
  }, /^aborted$/],
  ['nothing', (_request, response) => response.destroy(), /^socket hang up$/]
]

for (const [name, answer, message, asked] of failures) {
  t.test(`a server that gives ${name} has failed`, async (t) => {
    const server = await revocationServer(t, answer)
    await t.rejects(ask(server.origin, asked), { message })
  })
}

t.test('no more is read than the server says that it sends', async (t) => {
  const url = await rawServer(t, `HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc${'x'.repeat(100_000)}`)
  t.match(await ask(url), { content: Buffer.from('abc') })
})

t.test('what is no HTTP is a failure', async (t) => {
  await t.rejects(ask(await rawServer(t, 'SSH-2.0-x\r\n')), { message: /Parse Error/ })
})

t.test('a server that is dead has failed', async (t) => {
  const server = await revocationServer(t)
  server.stop()
  await t.rejects(ask(server.origin), { code: 'ECONNREFUSED' })
})

t.test('a host whose address is not public is not connected to', async (t) => {
  const server = await revocationServer(t, Buffer.from('answer'))
  await t.rejects(ask(`http://localhost:${server.port}/`, { settings: { allowPrivateAddresses: false } }),
    { message: 'localhost has no public address' })
  t.equal(server.connections, 0)
})

t.test('over https the server is who it says, or has failed', async (t) => {
  const server = await revocationServer(t)
  await t.rejects(ask(`https://127.0.0.1:${server.port}/`), { code: 'EPROTO' })
})

t.test('what is closed ends at once, and asks nobody', async (t) => {
  const server = await revocationServer(t, () => closing.abort(new Error('closed')))
  const closing = new AbortController()
  await t.rejects(ask(server.origin, { closed: closing.signal }), { message: 'closed' })
  await t.rejects(ask(server.origin, { closed: closing.signal }), { message: 'closed' })
  t.equal(server.connections, 1)
})
