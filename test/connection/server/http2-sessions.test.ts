import { once } from 'node:events'
import { connect, createSecureServer, type ClientHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { http2Sessions } from '../../../lib/connection/server/http2-sessions.js'
import { closed } from '../../support/closed.js'
import { serverTlsOptions } from '../../support/start-site.js'

async function start (t: Test, timeout: number) {
  const server = createSecureServer(await serverTlsOptions()).listen(0, '127.0.0.1')
  t.teardown(() => { server.close() })
  const sessions = http2Sessions(server, timeout)
  await once(server, 'listening')
  async function open (): Promise<ClientHttp2Session> {
    const client = connect(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, { rejectUnauthorized: false })
    t.teardown(() => { client.destroy() })
    await once(client, 'remoteSettings')
    return client
  }
  return { sessions, open }
}

t.test('the sessions are those that are open', async (t) => {
  const { sessions, open } = await start(t, 0)
  const client = await open()
  await open()
  const [first, second] = sessions
  const end = once(first!, 'close')
  client.close()
  await end
  t.strictSame([...sessions], [second])
})

t.test('a session that nobody uses is closed', async (t) => {
  const { open } = await start(t, 20)
  await closed(await open())
  t.pass('it is')
})
