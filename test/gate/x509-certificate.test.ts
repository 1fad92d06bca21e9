import t from 'tap'
import { createRequire } from 'node:module'
import { x509Certificate } from '../../lib/gate/x509-certificate.cjs'
import { createAuthority } from '../support/pki.js'

t.test('a certificate is an object of @peculiar/x509, with bytes of its own', async (t) => {
  const { der } = await createAuthority({ commonName: 'Root' })
  const { X509Certificate } = createRequire(import.meta.url)('@peculiar/x509')
  for (const time of ['first', 'second']) {
    const given = Uint8Array.from(der)
    const certificate = x509Certificate(given)
    given.fill(0)
    t.type(certificate, X509Certificate, time)
    t.equal(certificate.subject, 'CN=Root', time)
    t.same(Buffer.from(certificate.rawData), Buffer.from(der), time)
  }
})
