import t from 'tap'
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { Extension, KeyUsageFlags, createAuthority, createSelfSigned, generateKeys } from './pki.js'
import type { Authority, Identity, KeyAlgorithm } from './pki.js'

const verifies = (identity: Identity, issuer: Authority) =>
  new X509Certificate(identity.pem).verify(new X509Certificate(issuer.pem).publicKey)

t.test('a leaf says what it was asked to say', async t => {
  const root = await createAuthority({
    commonName: 'Company, Inc. + "Root"',
    notBefore: new Date('2024-01-01T00:00:00Z'),
    notAfter: new Date('2025-01-01T00:00:00Z')
  })
  const alice = await root.issue({ commonName: 'Alice', serialNumber: '01020304' })
  t.equal(alice.certificate.issuerName.getField('CN')[0], 'Company, Inc. + "Root"')
  t.equal(alice.certificate.subject, 'CN=Alice')
  t.equal(alice.certificate.serialNumber, '01020304')
  t.same(alice.certificate.notAfter, root.certificate.notAfter)
  t.ok(verifies(alice, root))
  t.ok(new X509Certificate(alice.der).checkPrivateKey(createPrivateKey(alice.keyPem)))
})

t.test('a chain holds the intermediates and not the root', async t => {
  const root = await createAuthority({ commonName: 'Root' })
  const issuer = await root.issueAuthority({ commonName: 'Issuer' })
  const alice = await issuer.issue({ commonName: 'Alice' })
  t.equal(alice.chainPem, alice.pem + issuer.pem)
  t.equal(root.chainPem, root.pem)
})

t.test('a cross-signed authority keeps its name and its key', async t => {
  const [root, other] = await Promise.all(['Root', 'Other'].map(commonName => createAuthority({ commonName })))
  const crossSigned = await other!.crossSign(root!)
  const alice = await crossSigned.issue({ commonName: 'Alice' })
  t.ok(verifies(crossSigned, other!))
  t.ok(verifies(alice, root!))
  t.equal(crossSigned.certificate.subject, 'CN=Root')
})

t.test('extensions can be left out, replaced and added', async t => {
  const bare = { basicConstraints: null, keyUsage: null, extendedKeyUsage: null, keyIdentifiers: false }
  const root = await createAuthority({ commonName: 'Root', ...bare })
  t.equal(root.certificate.extensions.length, 0)
  const alice = await root.issue({
    commonName: 'Alice',
    ...bare,
    keyUsage: KeyUsageFlags.keyAgreement,
    extensions: [new Extension('1.2.3.4', true, Buffer.from('0500', 'hex'))]
  })
  t.same(alice.certificate.extensions.map(({ type, critical }) => [type, critical]), [['2.5.29.15', true], ['1.2.3.4', true]])
})

t.test('a server has its names and addresses', async t => {
  const server = await (await createAuthority({ commonName: 'Root' })).issueServer(['localhost', '127.0.0.1', '::1'])
  const certificate = new X509Certificate(server.pem)
  t.ok(certificate.checkHost('localhost'))
  t.ok(certificate.checkIP('127.0.0.1'))
  t.ok(certificate.checkIP('::1'))
})

t.test('every key algorithm signs', async t => {
  const algorithms: KeyAlgorithm[] =
    ['P-256', 'P-384', 'P-521', 'RSA-1024', 'RSA-2048', 'RSA-PSS-2048', 'Ed25519', 'Ed448']
  for (const keyAlgorithm of algorithms) {
    const root = await createAuthority({ commonName: 'Root', keyAlgorithm })
    t.ok(verifies(root, root), keyAlgorithm)
  }
})

t.test('one RSA key signs with every hash', async t => {
  const keys = await generateKeys('RSA-2048')
  for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const) {
    const { certificate } = await createSelfSigned({ commonName: 'Alice', keys, hash })
    t.match(certificate.signatureAlgorithm, { hash: { name: hash } })
    t.ok(await certificate.verify({ signatureOnly: true }))
  }
})
