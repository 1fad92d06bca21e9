import { constants } from 'node:crypto'
import { createServer } from 'node:https'
import tls, { type TlsOptions } from 'node:tls'
import t from 'tap'
import type { HttpVersion } from '../../lib/access/start-up-report.js'
import { checkAttempts, checkRenegotiation } from '../../lib/gate/renegotiation-checks.js'

const secureOptions = constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION

function check (options: TlsOptions, httpVersions: readonly HttpVersion[] = ['HTTP/1.1']) {
  const serverCreation = 'Fastify({ https: httpsOptions(site) })'
  return () => { checkRenegotiation({ server: createServer(options), httpVersions, serverCreation }) }
}

t.test('TLS 1.2 and HTTP/1.1 will do, whatever is there besides', async (t) => {
  t.doesNotThrow(check({ secureOptions }))
  t.doesNotThrow(check({ secureOptions, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }))
  t.doesNotThrow(check({ secureOptions }, ['HTTP/1.1', 'HTTP/2']))
  t.doesNotThrow(check({ secureOptions: secureOptions | constants.SSL_OP_NO_TICKET }))
})

const mistakes: Array<[why: string, options: TlsOptions, message: RegExp, httpVersions?: readonly HttpVersion[]]> = [
  ['TLS 1.3 alone', { secureOptions, minVersion: 'TLSv1.3' }, /TLS 1\.3 has no way to do; lower minVersion/],
  ['HTTP/2 alone', { secureOptions }, /HTTP\/2 forbids; give https\.allowHTTP1/, ['HTTP/2']],
  ['no secureOptions', {}, /secureOptions.*httpsOptions\(site\)/],
  ['secureOptions that forbid it', { secureOptions: secureOptions | constants.SSL_OP_NO_RENEGOTIATION }, /secureOptions/]
]

for (const [why, options, message, httpVersions] of mistakes) {
  t.test(`${why} stops the start`, async (t) => {
    t.throws(check(options, httpVersions), { name: 'TypeError', message })
  })
}

t.test('a Node that lets nobody be asked stops the start', async (t) => {
  t.doesNotThrow(checkAttempts)
  const limit = tls.CLIENT_RENEG_LIMIT
  t.teardown(() => { Object.assign(tls, { CLIENT_RENEG_LIMIT: limit }) })
  Object.assign(tls, { CLIENT_RENEG_LIMIT: 1 })
  t.throws(checkAttempts, { name: 'TypeError', message: /tls\.CLIENT_RENEG_LIMIT/ })
})
