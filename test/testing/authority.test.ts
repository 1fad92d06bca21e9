import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { createAuthority } from '../../lib/testing/authority.js'

const root = await createAuthority({ commonName: 'Root' })
const engine = new CertificateChainEngine({ trustAnchors: root.cert })

t.test('clients, servers and authorities are made', async (t) => {
  const alice = await root.issue({ commonName: 'Alice', serialNumber: '0a', notAfter: new Date(Date.now() + 60_000) })
  t.equal(engine.getCertificateChain(alice.cert).errorStatus, 0)
  t.match(new X509Certificate(alice.cert), { serialNumber: '0A', subject: 'CN=Alice' })
  t.ok(Date.parse(new X509Certificate(alice.cert).validTo) <= Date.now() + 60_000)
  const server = await root.issueServer()
  t.equal(engine.getCertificateChain(server.cert, { usage: 'serverAuth' }).errorStatus, 0)
  t.equal(new X509Certificate(server.cert).checkHost('localhost'), 'localhost')
  t.equal(new X509Certificate((await root.issueServer([])).cert).subject, 'CN=')
})

t.test('what a client needs besides its certificate is with it', async (t) => {
  const middle = await root.issueAuthority({ commonName: 'Middle' })
  const bob = await (await middle.issueAuthority({ commonName: 'Low' })).issue({ commonName: 'Bob' })
  const [leaf, ...others] = bob.cert.split(/(?<=-----END CERTIFICATE-----\n)(?=.)/)
  t.strictSame(others.map((pem) => new X509Certificate(pem).subject), ['CN=Low', 'CN=Middle'])
  t.equal(engine.getCertificateChain(leaf!, { additionalCertificates: others }).errorStatus, 0)
  t.equal(middle.cert, others[1])
})
