import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import t from 'tap'
import { checkOptions } from '../../lib/express/options.js'

t.test('a server of node:http or node:https, and a logger or none', async (t) => {
  for (const server of [createServer(), createHttpsServer()]) {
    const { log, server: same } = checkOptions({ server })
    t.equal(same, server)
    for (const method of ['debug', 'info', 'warn', 'error'] as const) t.doesNotThrow(() => { log[method]({}, 'nobody reads it') })
    t.equal(checkOptions({ server, logger: console }).log, console)
  }
})

const server = createServer()
const mistakes: Array<[why: string, given: unknown, message: RegExp]> = [
  ['nothing', undefined, /^ceCertAuth: undefined is not a plain object$/],
  ['no server', {}, /^server: is no server of node:https/],
  ['an app', { server: () => {} }, /^server: is no server/],
  ['a server of HTTP/2', { server: createSecureServer() }, /^server: is no server/],
  ['an unknown option', { server, log: console }, /^ceCertAuth: unknown option 'log'/],
  ['no logger', { server, logger: null }, /^logger: has no method debug/],
  ['half a logger', { server, logger: { debug () {}, info () {}, warn () {} } }, /^logger: has no method error; give a logger such as pino/]
]

for (const [why, given, message] of mistakes) {
  t.test(`${why} is a mistake`, async (t) => { t.throws(() => checkOptions(given), { name: 'TypeError', message }) })
}
