import { createServer } from 'node:tls'
import t from 'tap'
import { ServedSite } from '../../../lib/command/serve/served-site.js'

t.test('the app is closed with the last request after the site was retired', async (t) => {
  const calls: string[] = []
  const server = createServer()
  server.close = () => { calls.push('server'); return server }
  const close = async (): Promise<void> => { calls.push('app') }
  const site = new ServedSite(close, server, 'handshake')
  site.begin()
  site.end()
  site.begin()
  site.retire()
  await Promise.resolve()
  t.same(calls, ['server'])
  site.end()
  await site.closed
  t.same(calls, ['server', 'app'])
})
