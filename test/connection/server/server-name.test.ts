import t from 'tap'
import { serverNameOf } from '../../../lib/connection/server/server-name.js'
import { helloBody, helloWithoutExtensions, serverNameList, vector } from '../../support/client-hello.js'

const name = serverNameList([0, 'a.test'])
const grease = [0x2a2a, Buffer.alloc(0)] as const
const octet = Buffer.alloc(1)

const cases: Array<[expected: string | null, why: string, body: Buffer]> = [
  ['a.test', 'a host name', helloBody({ serverName: 'a.test' })],
  ['a.test', 'upper case is lower case', helloBody({ serverName: 'A.TEST' })],
  ['a.test', 'a dot at the end is none', helloBody({ serverName: 'a.test.' })],
  ['xn--bcher-kva.test', 'a name in its ASCII form', helloBody({ serverName: 'xn--bcher-kva.test' })],
  ['_dmarc.a.test', 'a name with an underscore', helloBody({ serverName: '_dmarc.a.test' })],
  ['127.0.0.1', 'an address is a name like others', helloBody({ serverName: '127.0.0.1' })],
  ['a.test', 'between extensions that nobody knows', helloBody({ extensions: [grease, [0, name], [0xffff, octet]] })],
  [null, 'no name', helloBody()],
  [null, 'no extension at all', helloBody({ extensions: [] })],
  [null, 'nothing behind the compression methods, as in SSL 3', helloWithoutExtensions()],
  [null, 'an empty name', helloBody({ serverName: '' })],
  [null, 'a name of 256 octets', helloBody({ serverName: 'a'.repeat(256) })],
  [null, 'a name with NUL', helloBody({ serverName: 'a.test\0.b.test' })],
  [null, 'a name with a blank', helloBody({ serverName: 'a.test ' })],
  [null, 'a name that is not ASCII', helloBody({ serverName: 'b\u00fccher.test' })],
  [null, 'an IPv6 address', helloBody({ serverName: '::1' })],
  [null, 'two names', helloBody({ extensions: [[0, serverNameList([0, 'a.test'], [0, 'b.test'])]] })],
  [null, 'the same name twice', helloBody({ extensions: [[0, serverNameList([0, 'a.test'], [0, 'a.test'])]] })],
  [null, 'a name of another type', helloBody({ extensions: [[0, serverNameList([1, 'a.test'])]] })],
  [null, 'a name of another type behind one', helloBody({ extensions: [[0, serverNameList([0, 'a.test'], [1, 'b.test'])]] })],
  [null, 'an empty list', helloBody({ extensions: [[0, vector(2)]] })],
  [null, 'an extension without a list', helloBody({ extensions: [[0, Buffer.alloc(0)]] })],
  [null, 'octets behind the list', helloBody({ extensions: [[0, Buffer.concat([name, octet])]] })],
  [null, 'a list that is cut short', helloBody({ extensions: [[0, name.subarray(0, -1)]] })],
  [null, 'the extension twice', helloBody({ serverName: 'a.test', extensions: [[0, name]] })],
  [null, 'octets behind the extensions', helloBody({ serverName: 'a.test', tail: octet })],
  [null, 'nothing', Buffer.alloc(0)]
]

for (const [expected, why, body] of cases) {
  t.test(`${why}: ${expected}`, async (t) => {
    t.equal(serverNameOf(body), expected)
  })
}

t.test('a hello that is cut short anywhere has no name', async (t) => {
  const whole = helloBody({ serverName: 'a.test' })
  for (let length = 0; length < whole.length; length++) t.equal(serverNameOf(whole.subarray(0, length)), null)
})
