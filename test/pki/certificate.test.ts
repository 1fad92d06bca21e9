import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { createCertificate, type CertificateRequest } from '../../lib/pki/certificate.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'

// 1 June 2026, noon; a year later, two years later
const [time, nextYear, laterYear] = [new Date('2026-06-01T12:00:00Z'), new Date('2027-06-01'), new Date('2028-06-01')]
const authority: CertificateRequest = { commonName: 'Root', profile: 'authority', keyType: 'P-256', time, notAfter: nextYear }
const alice: CertificateRequest = { ...authority, commonName: 'Alice', profile: 'client' }
const root = await createCertificate(authority, null)
const signer = { certificate: new X509Certificate(root.pem).raw, keyPem: root.keyPem }

t.test('a certificate is one that the engine accepts, from a few minutes ago on', async (t) => {
  const { pem, keyPem } = await createCertificate({ ...alice, hosts: ['alice.test'], crlUrl: 'http://crl.test/' }, signer)
  const engine = new CertificateChainEngine({ trustAnchors: root.pem })
  t.equal(engine.getCertificateChain(pem, { time }).errorStatus, 0)
  const certificate = new X509Certificate(pem)
  t.match(certificate.serialNumber, /^40[0-9A-F]{30}$/)
  t.equal(Date.parse(certificate.validFrom), Date.parse('2026-06-01T11:55:00Z'))
  t.match(keyPem, /^-----BEGIN PRIVATE KEY-----/)
})

t.test('it ends no later, and begins no earlier, than its issuer', async (t) => {
  const before = new Date('2026-06-01T11:00:00Z')
  const { pem } = await createCertificate({ ...alice, time: before, notAfter: laterYear }, signer)
  const longest = new X509Certificate(pem)
  t.equal(Date.parse(longest.validTo), nextYear.getTime())
  t.equal(Date.parse(longest.validFrom), Date.parse('2026-06-01T11:55:00Z'))
})

t.test('its serial number can be chosen', async (t) => {
  const { pem } = await createCertificate({ ...alice, serialNumber: '010203' }, signer)
  t.equal(new X509Certificate(pem).serialNumber, '010203')
})
