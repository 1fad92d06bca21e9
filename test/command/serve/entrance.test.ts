import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:http2'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { createServer, type Server } from 'node:tls'
import t from 'tap'
import { Entrance } from '../../../lib/command/serve/entrance.js'
import { ServedSite } from '../../../lib/command/serve/served-site.js'
import { ResponseReader } from '../../support/byte-conversation.js'
import { connectTls } from '../../support/raw-tls.js'
import { serverTlsOptions } from '../../support/start-site.js'

// What it does with whole sites is in test/clients/serve-reload.test.ts.

async function createSite (handshake = ''): Promise<{ site: ServedSite, server: Server }> {
  const server = createServer({ ...await serverTlsOptions(), ALPNProtocols: ['h2', 'http/1.1'] })
  return { server, site: new ServedSite(async () => undefined, server, handshake) }
}

for (const leave of ['destroy', 'end'] as const) {
  t.test(`a site ends, though who sent many requests at once has gone before the answers: ${leave}`, async (t) => {
    const { site, server } = await createSite()
    let requests = 0
    const arrived = new Promise<void>((resolve) => {
      server.on('request', () => { if (++requests === 3) resolve() })
    })
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

const get = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
const upgrade = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'

for (const [what, bytes, handshake, status] of [
  ['a request is the next site\'s', get, 'asked alike', 200],
  ['an upgrade is the next site\'s', upgrade, 'asked alike', 204],
  ['a request is misdirected', get, 'asked otherwise', 421],
  ['an upgrade is misdirected', upgrade, 'asked otherwise', 421]
] as const) {
  t.test(`on a connection that outlives its site ${what}, which has ${handshake}`, async (t) => {
    const [former, next] = [await createSite('asked alike'), await createSite(handshake)]
    const arrived = once(former.server, 'request') as Promise<[unknown, ServerResponse]>
    next.server.on('request', (_request, response: ServerResponse) => response.end())
    next.server.on('upgrade', (_request, socket: Socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
    const entrance = new Entrance(former.site)
    t.teardown(() => entrance.close(0))
    const { port } = await entrance.listen(0, '127.0.0.1')
    const client = await connectTls({ port, identity: null })
    t.teardown(() => client.destroy())
    const reader = new ResponseReader(client)
    client.write(get)
    const [, response] = await arrived
    entrance.takeOver(next.site)
    response.end('the former site')
    t.match(await reader.next(), { status: 200, body: 'the former site' })
    client.write(bytes)
    t.equal((await reader.next()).status, status)
  })
}

t.test('idle connections end when the next site asks otherwise, and stay when it asks alike', async (t) => {
  const sites = await Promise.all(['alike', 'alike', 'otherwise'].map(async (handshake, index) => {
    const { site, server } = await createSite(handshake)
    server.on('request', (_request, response: ServerResponse) => response.end(`site ${index}`))
    return site
  }))
  const entrance = new Entrance(sites[0]!)
  t.teardown(() => entrance.close(0))
  const { port } = await entrance.listen(0, '127.0.0.1')
  const client = await connectTls({ port, identity: null })
  const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
  t.teardown(() => { client.destroy(); session.destroy() })
  const reader = new ResponseReader(client)
  const answers = async (): Promise<string[]> => {
    client.write(get)
    return [(await reader.next()).body, await text(session.request())]
  }
  t.same(await answers(), ['site 0', 'site 0'])
  entrance.takeOver(sites[1]!)
  t.same(await answers(), ['site 1', 'site 1'])
  const closed = Promise.all([once(client, 'close'), once(session, 'close')])
  entrance.takeOver(sites[2]!)
  await closed
  t.pass('both have ended')
})
