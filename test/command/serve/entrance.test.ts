import { once } from 'node:events'
import { createServer } from 'node:tls'
import Fastify from 'fastify'
import t from 'tap'
import { Entrance } from '../../../lib/command/serve/entrance.js'
import { ServedSite } from '../../../lib/command/serve/served-site.js'
import { connectTls } from '../../support/raw-tls.js'
import { serverTlsOptions } from '../../support/start-site.js'

// What it does with whole sites is in test/clients/serve-reload.test.ts.

for (const leave of ['destroy', 'end'] as const) {
  t.test(`a site ends, though who sent many requests at once has gone before the answers: ${leave}`, async (t) => {
    const server = createServer(await serverTlsOptions())
    let requests = 0
    const arrived = new Promise<void>((resolve) => {
      server.on('request', () => { if (++requests === 3) resolve() })
    })
    const site = new ServedSite(Fastify(), server, '')
    const entrance = new Entrance(site)
    const { port } = await entrance.listen(0, '127.0.0.1')
    const client = await connectTls({ port, identity: null })
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3))
    await arrived
    client[leave]()
    await once(client, 'close')
    t.equal(await entrance.close(5000), true)
    await site.closed
  })
}
