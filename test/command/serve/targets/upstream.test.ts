import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { serveUpstream } from '../../../../lib/command/serve/targets/upstream.js'

const upstream = createServer((request, response) => { response.end(request.url) }).listen(0, '127.0.0.1')
t.teardown(() => { upstream.close() })
await once(upstream, 'listening')
const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`

// What passes through in other respects is in test/clients/serve.test.ts.
for (const [prefix, path, url, expected] of [
  ['/Reports', '', '/Reports', '/'],
  ['/Reports', '/', '/Reports/a', '/a'],
  ['/Reports', '/app', '/Reports', '/app'],
  ['/Reports', '/app/', '/Reports', '/app'],
  ['/Reports', '/app/', '/Reports?a=b', '/app?a=b'],
  ['/Reports', '/app/', '/Reports/', '/app/'],
  ['/Reports', '/app/', '/Reports/a', '/app/a'],
  ['/', '/app/', '/', '/app/'],
  ['/', '/app/', '/a', '/app/a'],
  ['/', '/app', '/', '/app/'],
  ['/', '', '/a', '/a']
] as const) {
  t.test(`the upstream's path takes the place of the prefix: ${url} of ${prefix} at ${path}`, async (t) => {
    const app = Fastify()
    t.teardown(() => app.close())
    app.decorateRequest('virtualRoot', null).decorateRequest('pseudoUser', null).decorateRequest('clientCertificate', null)
    await serveUpstream(app, prefix, new URL(origin + path))
    const { statusCode, body } = await app.inject(url)
    t.match({ statusCode, body }, { statusCode: 200, body: expected })
  })
}
