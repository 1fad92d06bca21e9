import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { lingeringPayload } from '../../lib/connection/lingering-payload.js'

function request (facts: object = {}): IncomingMessage & { resumed: boolean } {
  const message = Object.assign(new EventEmitter(), {
    resumed: false, readableEnded: false, destroyed: false, ...facts, resume () { message.resumed = true }
  })
  return message as unknown as IncomingMessage & { resumed: boolean }
}

function listenersOf (message: IncomingMessage): number {
  return message.listenerCount('end') + message.listenerCount('close')
}

for (const end of ['end', 'close']) {
  t.test(`the text is there at once, the end when the body has come to its ${end}`, async (t) => {
    const message = request()
    const payload = lingeringPayload('too large', message)
    const [first] = await once(payload, 'data')
    t.equal(String(first), 'too large')
    await setImmediate()
    t.equal(payload.readableEnded, false)
    t.ok(message.resumed, 'the rest of the body is read')
    message.emit(end)
    await once(payload, 'end')
    t.equal(listenersOf(message), 0, 'nothing is left behind')
  })
}

for (const fact of ['readableEnded', 'destroyed']) {
  t.test(`nothing is waited for where the request is ${fact}`, async (t) => {
    t.equal(await text(lingeringPayload('too large', request({ [fact]: true }))), 'too large')
  })
}

t.test('a body that never ends is waited for no longer than a short time', async (t) => {
  const message = request()
  t.equal(await text(lingeringPayload('too large', message, 1)), 'too large')
  t.equal(listenersOf(message), 0)
})
