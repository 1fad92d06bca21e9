import { constants } from 'node:crypto'
import { createServer } from 'node:https'
import { createSecureServer } from 'node:http2'
import tls, { type TlsOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { checkRenegotiation } from '../../lib/gate/renegotiation-checks.js'

const secureOptions = constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION

function check (options: TlsOptions, initialConfig: object = {}) {
  const { http2 } = initialConfig as { http2?: boolean }
  const server = http2 === true ? createSecureServer(options) : createServer(options)
  return () => { checkRenegotiation({ server, initialConfig } as unknown as FastifyInstance) }
}

t.test('TLS 1.2 and HTTP/1.1 will do, whatever is there besides', async (t) => {
  t.doesNotThrow(check({ secureOptions }))
  t.doesNotThrow(check({ secureOptions, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }, { https: true }))
  t.doesNotThrow(check({ secureOptions }, { http2: true, https: { allowHTTP1: true } }))
  t.doesNotThrow(check({ secureOptions: secureOptions | constants.SSL_OP_NO_TICKET }))
})

const mistakes: Array<[why: string, options: TlsOptions, initialConfig: object, message: RegExp]> = [
  ['TLS 1.3 alone', { secureOptions, minVersion: 'TLSv1.3' }, {}, /TLS 1\.3 has no way to do; lower minVersion/],
  ['HTTP/2 alone', { secureOptions }, { http2: true, https: true }, /HTTP\/2 forbids; give https\.allowHTTP1/],
  ['HTTP/2 without HTTP/1.1', { secureOptions }, { http2: true, https: { allowHTTP1: false } }, /HTTP\/2 forbids/],
  ['no secureOptions', {}, {}, /secureOptions.*httpsOptions\(site\)/],
  ['secureOptions that forbid it', { secureOptions: secureOptions | constants.SSL_OP_NO_RENEGOTIATION }, {}, /secureOptions/]
]

for (const [why, options, initialConfig, message] of mistakes) {
  t.test(`${why} stops the start`, async (t) => {
    t.throws(check(options, initialConfig), { name: 'TypeError', message })
  })
}

t.test('a Node that lets nobody be asked stops the start', async (t) => {
  const limit = tls.CLIENT_RENEG_LIMIT
  t.teardown(() => { Object.assign(tls, { CLIENT_RENEG_LIMIT: limit }) })
  Object.assign(tls, { CLIENT_RENEG_LIMIT: 1 })
  t.throws(check({ secureOptions }), { name: 'TypeError', message: /tls\.CLIENT_RENEG_LIMIT/ })
})
