import t from 'tap'
import { ClientCertificate } from '../../lib/gate/client-certificate.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { createAuthority } from '../support/pki.js'

const { der } = await createAuthority({ commonName: 'Alice' })
const leaf = Certificate.decode(der)
const chain = {} as CertificateChain

t.test('a client certificate shows its bytes, its fingerprint and its chain', async (t) => {
  const certificate = new ClientCertificate(leaf, chain)
  t.ok(Buffer.isBuffer(certificate.raw))
  t.strictSame(certificate.raw, der)
  t.equal(certificate.raw, certificate.raw)
  t.equal(certificate.fingerprint256, leaf.fingerprint256)
  t.equal(certificate.chain, chain)
})

t.test('whoever changes its bytes changes those of no other request', async (t) => {
  new ClientCertificate(leaf, chain).raw.fill(0)
  t.strictSame(new ClientCertificate(leaf, chain).raw, der)
})

t.test('the object of @peculiar/x509 is made once, from these bytes', async (t) => {
  const certificate = new ClientCertificate(leaf, chain)
  t.equal(certificate.certificate.subject, 'CN=Alice')
  t.equal(certificate.certificate, certificate.certificate)
})
