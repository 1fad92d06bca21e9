import t from 'tap'
import { ClientHelloReader } from '../../../lib/connection/server/client-hello-reader.js'
import { handshakeMessage, helloBody, records } from '../../support/client-hello.js'

const message = handshakeMessage(helloBody({ serverName: 'a.test' }))
const hello = records(message)

/** What the reader says when the bytes come in segments of a size; and how many of them it has taken by then. */
function read (bytes: Buffer, size = bytes.length): [said: string | null | undefined, taken: number] {
  const reader = new ClientHelloReader()
  for (let start = 0; start < bytes.length; start += size) {
    const said = reader.push(bytes.subarray(start, start + size))
    if (said !== undefined) return [said, reader.bytes.length]
  }
  return [undefined, reader.bytes.length]
}

for (const recordSize of [1, 2, 3, 4, 5, 50, 2 ** 14]) {
  for (const segmentSize of [1, 2, 5, 6, 100, 100_000]) {
    t.test(`records of ${recordSize}, segments of ${segmentSize}`, async (t) => {
      const bytes = records(message, recordSize)
      t.strictSame(read(bytes, segmentSize), ['a.test', bytes.length])
    })
  }
}

t.test('more must come until the last octet is there', async (t) => {
  t.strictSame(read(hello.subarray(0, -1), 1), [undefined, hello.length - 1])
  t.equal(new ClientHelloReader().push(Buffer.alloc(0)), undefined)
})

t.test('all that was received is kept, also what comes behind', async (t) => {
  const reader = new ClientHelloReader()
  const more = Buffer.concat([hello, Buffer.from('more')])
  t.equal(reader.push(more), 'a.test')
  t.same(reader.bytes, more)
})

t.test('a ClientHello of 60 000 octets can be read', async (t) => {
  const long = records(handshakeMessage(helloBody({
    serverName: 'a.test', extensions: [[0x15, Buffer.alloc(60_000)]]
  })))
  t.strictSame(read(long, 1000), ['a.test', long.length])
})

const withHeader = (header: readonly number[]): Buffer => Buffer.from([...header, ...hello.subarray(header.length)])

const unreadable: Array<[why: string, bytes: Buffer, atMost: number]> = [
  ['plain HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n'), 1],
  ['the preface of HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), 1],
  ['a ClientHello of SSL 2', Buffer.from([0x80, 0x2e, 1, 3, 1]), 1],
  ['an alert', Buffer.from([21, 3, 3, 0, 2, 1, 0]), 1],
  ['application data', Buffer.from([23, 3, 3, 0, 1, 0]), 1],
  ['a change of cipher in front', Buffer.from([20, 3, 3, 0, 1, 1, ...hello]), 1],
  ['another major version', withHeader([22, 2]), 2],
  ['an empty record', Buffer.from([22, 3, 1, 0, 0, ...hello]), 5],
  ['a record that is too long', Buffer.from([22, 3, 1, 0x40, 1]), 5],
  ['another message of the handshake', records(handshakeMessage(helloBody(), 2)), Infinity],
  ['another record in the middle', Buffer.concat([records(message, 50).subarray(0, 55), Buffer.of(21)]), 56],
  ['two messages in a record', records(Buffer.concat([message, message])), Infinity],
  ['a message that announces 16 MB', records(Buffer.concat([Buffer.of(1, 255, 255, 255), Buffer.alloc(200_000)])), 131_397]
]

for (const [why, bytes, atMost] of unreadable) {
  t.test(`there is nothing to wait for in ${why}`, async (t) => {
    for (const size of [1, bytes.length]) {
      const [said, taken] = read(bytes, size)
      t.equal(said, null)
      if (size === 1) t.ok(taken <= atMost, `after ${taken} octets`)
    }
  })
}
