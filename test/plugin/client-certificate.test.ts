import t from 'tap'
import { ClientCertificate } from '../../lib/plugin/client-certificate.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { createAuthority } from '../support/pki.js'

const { der } = await createAuthority({ commonName: 'Alice' })
const chain = {} as CertificateChain

t.test('a client certificate shows its bytes, its fingerprint and its chain', async (t) => {
  const certificate = new ClientCertificate({ raw: new Uint8Array(der), fingerprint256: 'AB:CD' }, chain)
  t.ok(Buffer.isBuffer(certificate.raw))
  t.strictSame(certificate.raw, der)
  t.equal(certificate.fingerprint256, 'AB:CD')
  t.equal(certificate.chain, chain)
})

t.test('the object of @peculiar/x509 is made once, from these bytes', async (t) => {
  const shared = Buffer.concat([Buffer.from('before'), der])
  const certificate = new ClientCertificate({ raw: shared.subarray(6), fingerprint256: '' }, chain)
  t.equal(certificate.certificate.subject, 'CN=Alice')
  t.equal(certificate.certificate, certificate.certificate)
})
