import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import t from 'tap'
import { answers, type ErrorCode } from '../../lib/errors.js'
import { refusalOf } from '../../lib/gate/refusal.js'

const response = {} as ServerResponse
const arrived = { complete: true, headers: { 'content-length': '1' }, httpVersionMajor: 1 } as unknown as IncomingMessage

for (const [code, { statusCode, subStatus, message }] of Object.entries(answers)) {
  t.test(`${code} is answered with its status and its sub-status, and nothing else`, async (t) => {
    const refusal = refusalOf({ code: code as ErrorCode, location: null }, arrived, response)
    t.match(refusal, { statusCode, headers: { 'content-type': 'application/json; charset=utf-8' } })
    t.strictSame(Object.keys(refusal!.headers), ['content-type', 'content-length'])
    t.match(JSON.parse(refusal!.payload as string), { statusCode, code, message, subStatus })
    t.equal(Number(refusal!.headers['content-length']), Buffer.byteLength(refusal!.payload as string))
  })
}

t.test('who is sent elsewhere is told where, who is let in is told nothing', async (t) => {
  const location = 'https://secure.test/x'
  t.match(refusalOf({ code: 'FST_CE_CERT_HOST', location }, arrived, response), { statusCode: 307, headers: { location } })
  t.equal(refusalOf({ code: null, location: null }, arrived, response), null)
})

t.test('a client that still sends over HTTP/1.1 is waited for', async (t) => {
  const refused = { code: 'FST_CE_CERT_REQUIRED', location: null } as const
  const sending = (httpVersionMajor: number): IncomingMessage => Object.assign(new PassThrough(), {
    complete: false, headers: { 'content-length': '1' }, httpVersionMajor
  }) as unknown as IncomingMessage
  const message = sending(1)
  t.ok(refusalOf(refused, message, response)!.payload instanceof Readable)
  message.destroy()
  t.type(refusalOf(refused, sending(2), response)!.payload, 'string')
})
