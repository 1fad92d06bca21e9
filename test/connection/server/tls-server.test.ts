import t from 'tap'
import { certificateHostOf } from '../../../lib/connection/server/ask-by-host-name.js'
import { createTlsServer } from '../../../lib/connection/server/tls-server.js'
import { createSite, type SiteOptions } from '../../../lib/site/options.js'
import { createAuthority } from '../../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const { keyPem: key, chainPem: cert } = await authority.issueServer()
const asking: SiteOptions = { virtualRoots: {}, trustAnchors: authority.pem }

for (const [name, site, requestCert, certificateHost] of [
  ['in the handshake', asking, true, null],
  ['in the middle of a request', { ...asking, acquire: 'renegotiate' }, false, null],
  ['by host name', { ...asking, certificateHost: 'a.test' }, true, 'a.test'],
  ['never, without anything to verify them with', { virtualRoots: {}, certificateHost: 'a.test' }, undefined, null]
] as const) {
  t.test(`certificates are asked for ${name}`, async (t) => {
    const server = createTlsServer(createSite(site), { key, cert })
    t.equal((server as { requestCert?: boolean }).requestCert || undefined, requestCert || undefined)
    t.equal(certificateHostOf(server), certificateHost)
  })
}
