import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { refuseStale, refuseStaleUpgrade } from '../../../lib/command/serve/stale-connection.js'

const server = createServer(refuseStale)
server.on('upgrade', (_request, socket: Socket) => refuseStaleUpgrade(socket))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
t.teardown(() => server.close())
const { port } = server.address() as AddressInfo

for (const [what, options, body] of [
  ['a request', { method: 'POST' }, /"statusCode":421.*since the connection was made/],
  ['an upgrade', { headers: { connection: 'upgrade', upgrade: 'websocket' } }, /^$/]
] as const) {
  t.test(`${what} is misdirected, and its connection ends`, async (t) => {
    const sent = request({ host: '127.0.0.1', port, ...options }).end()
    const [response] = await once(sent, 'response') as [IncomingMessage]
    t.match([response.statusCode, response.headers.connection, await text(response)], [421, 'close', body])
  })
}
