import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { printTarget, serveTarget } from '../../../../lib/command/serve/targets/target.js'
import { temporaryFolder } from '../../../support/temporary-folder.js'

const upstream = createServer((_request, response) => { response.end('the upstream') }).listen(0, '127.0.0.1')
t.teardown(() => { upstream.close() })
await once(upstream, 'listening')
const { port } = upstream.address() as AddressInfo
const folder = await temporaryFolder(t, {
  x: 'the folder', 'app.mjs': "export default async (app) => { app.get('/x', async () => 'the module') }"
})
const module = join(folder, 'app.mjs')

for (const [target, printed] of [
  [{ kind: 'folder', folder }, folder],
  [{ kind: 'upstream', upstream: new URL(`http://127.0.0.1:${port}`) }, `http://127.0.0.1:${port}/`],
  [{ kind: 'module', module }, module]
] as const) {
  t.test(`a root serves the ${target.kind} that it was given`, async (t) => {
    t.equal(printTarget(target), printed)
    const app = Fastify()
    t.teardown(() => app.close())
    app.decorateRequest('virtualRoot', null).decorateRequest('pseudoUser', null).decorateRequest('clientCertificate', null)
    await serveTarget(app, '/Accounts', target)
    t.match(await app.inject('/Accounts/x'), { statusCode: 200, body: `the ${target.kind}` })
  })
}
