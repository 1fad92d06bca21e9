import Fastify, { type FastifyServerOptions } from 'fastify'
import t from 'tap'
import { httpVersionsOf } from '../../lib/plugin/http-versions.js'

const cases: Array<[why: string, options: object, expected: readonly string[]]> = [
  ['plain HTTP', {}, ['HTTP/1.1']],
  ['HTTPS', { https: {} }, ['HTTP/1.1']],
  ['plain HTTP/2', { http2: true }, ['HTTP/2']],
  ['HTTP/2 alone', { http2: true, https: {} }, ['HTTP/2']],
  ['HTTP/2 with HTTP/1.1', { http2: true, https: { allowHTTP1: true } }, ['HTTP/1.1', 'HTTP/2']],
  ['HTTP/2 without HTTP/1.1', { http2: true, https: { allowHTTP1: false } }, ['HTTP/2']]
]

for (const [why, options, expected] of cases) {
  t.test(why, async (t) => { t.strictSame(httpVersionsOf(Fastify(options as FastifyServerOptions)), expected) })
}
