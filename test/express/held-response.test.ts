import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { holdResponse } from '../../lib/express/held-response.js'
import type { Refusal } from '../../lib/gate/refusal.js'

const SECRET = 'the-books'
const refusal = (payload: Refusal['payload']): Refusal => ({ statusCode: 403, headers: { 'x-why': 'because' }, payload })

/** What a client gets of a response that is held back, and sent so. */
async function received (t: Test, refused: () => Refusal | null, send: (response: ServerResponse) => void) {
  let asked = 0
  const server = createServer((message, response) => {
    holdResponse(response, () => {
      asked++
      return refused()
    })
    response.setHeader('x-secret', SECRET)
    send(response)
  }).listen(0, '127.0.0.1')
  t.teardown(() => { server.close().closeAllConnections() })
  await once(server, 'listening')
  const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false }).end()
  const hints: unknown[] = []
  sent.on('information', ({ headers }) => hints.push(headers['link']))
  const [message] = await once(sent, 'response') as [IncomingMessage]
  const { statusCode: status, headers } = message
  return { status, headers, body: await text(message), hints, asked }
}

const ways: Record<string, (response: ServerResponse) => void> = {
  end: (response) => { response.end(SECRET) },
  'write and end': (response) => {
    response.write(SECRET)
    response.end(SECRET)
  },
  'writeHead and end': (response) => { response.writeHead(201, { 'x-more': SECRET }).end(SECRET) },
  'flushHeaders and end': (response) => {
    response.flushHeaders()
    response.end(SECRET)
  },
  'a pipe': (response) => { Readable.from([SECRET, SECRET]).pipe(response) }
}

for (const [name, send] of Object.entries(ways)) {
  t.test(`what is sent with ${name} gets out, or a refusal in its place`, async (t) => {
    t.match(await received(t, () => null, send), { headers: { 'x-secret': SECRET }, body: SECRET, asked: 1 })
    for (const payload of ['refused', Readable.from(['refu', 'sed'])]) {
      const answer = await received(t, () => refusal(payload), send)
      t.match(answer, { status: 403, headers: { 'x-why': 'because' }, body: 'refused', asked: 1 })
      t.notMatch(JSON.stringify(answer), SECRET)
    }
  })
}

t.test('nothing of what was prepared for a response is in its refusal, and no hints go before it', async (t) => {
  const prepare = (response: ServerResponse): void => {
    response.writeEarlyHints({ link: `</${SECRET}>; rel=preload` })
    response.end(SECRET)
  }
  t.match(await received(t, () => null, prepare), { hints: [`</${SECRET}>; rel=preload`], asked: 1 })
  const refused = await received(t, () => refusal('refused'), prepare)
  t.match(refused, { status: 403, hints: [], asked: 1 })
  t.notMatch(JSON.stringify(refused), SECRET)
})

t.test('whoever decides can not send anything meanwhile', async (t) => {
  const answer = await received(t, () => refusal('refused'), (response) => {
    holdResponse(response, () => {
      response.end(SECRET)
      return null
    })
    response.end(SECRET)
  })
  t.match(answer, { status: 403, body: 'refused' })
})
