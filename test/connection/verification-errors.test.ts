import t from 'tap'
import { everyProtocol } from '../support/every-protocol.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const named = { commonName: 'Issuer', keyIdentifiers: false }
const anchor = await createAuthority(named)
const stranger = await createAuthority(named)
const mallory = await stranger.issue({ commonName: 'Mallory', keyIdentifiers: false })

everyProtocol('a certificate with a wrong signature is answered, more than once', async (t, protocol) => {
  const { port } = await startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: anchor.pem
  }, { http2: true })
  const requests = [{ path: '/secure' }, { path: '/elsewhere' }, { path: '/secure' }]
  const { responses } = await visit({ port, identity: mallory, ...protocol }, requests)
  t.same(responses.map(({ status }) => status), [403, 200, 403])
  t.equal(responses[0]?.json['subStatus'], '403.16')
})

t.test('a connection without a certificate is left as it is', async (t) => {
  const { port } = await startSite(t, {
    virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: anchor.pem
  })
  const { responses } = await visit({ port, tls: 'TLSv1.2' }, [{ path: '/secure' }])
  t.equal(responses[0]?.json['subStatus'], '403.7')
})
