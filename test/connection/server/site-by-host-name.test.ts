import t from 'tap'
import { siteByHostName, withHttp1 } from '../../../lib/connection/server/site-by-host-name.js'
import { createAuthority } from '../../support/pki.js'

const { pem: trustAnchors } = await createAuthority({ commonName: 'Root' })

t.test('a site that asks by host name has two sides', async (t) => {
  const { acquire, certificateHost, sides } = siteByHostName({ virtualRoots: {}, trustAnchors, certificateHost: 'A.test' })
  t.strictSame([acquire, certificateHost], ['handshake', 'a.test'])
  t.match(sides({ sessionTimeout: 7 }), {
    asked: { requestCert: true, sessionTimeout: 7 }, others: { requestCert: false, sessionTimeout: 7 }
  })
})

t.test('without a host, or nothing to verify with, there is no such site', async (t) => {
  t.throws(() => siteByHostName({ virtualRoots: {}, trustAnchors }), { name: 'TypeError', message: /^certificateHost: / })
  t.throws(() => siteByHostName({ virtualRoots: {}, certificateHost: 'a.test' }), { name: 'TypeError', message: /^trustAnchors: / })
})

t.test('HTTP/1.1 is spoken, unless something else is said', async (t) => {
  const ALPNCallback = (): undefined => undefined
  t.strictSame(withHttp1({ sessionTimeout: 7 }), { ALPNProtocols: ['http/1.1'], sessionTimeout: 7 })
  t.strictSame(withHttp1({ ALPNProtocols: ['mine'] }), { ALPNProtocols: ['mine'] })
  t.strictSame(withHttp1({ ALPNCallback }), { ALPNCallback })
})
