import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { BoundedCache } from '../../../lib/trust/bounded-cache.js'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { defaultBudget } from '../../../lib/trust/path/budget.js'
import type { KeyResults } from '../../../lib/trust/path/key-results.js'
import { SignatureChecks } from '../../../lib/trust/path/signature-checks.js'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import { signedCrl } from '../../support/crl.js'
import { certificate } from '../../support/der.js'
import { createAuthority } from '../../support/pki.js'
import { authority } from '../../support/revocation-chain.js'

type Crl = CertificateRevocationList

const signed = signedCrl(authority)
const authorityCertificate = Certificate.decode(authority.der)

const a = Certificate.decode((await createAuthority({ commonName: 'A' })).der)
const b = Certificate.decode((await createAuthority({ commonName: 'B' })).der)

t.test('a pair is checked once, and remembered for the next search', async (t) => {
  const remembered = new BoundedCache<KeyResults>(10)
  const first = new SignatureChecks(remembered, defaultBudget)
  t.ok(first.isSignedBy(a, a))
  t.ok(first.isSignedBy(a, a))
  t.notOk(first.isSignedBy(a, b))
  t.notOk(first.isSignedBy(a, b))
  t.equal(first.made, 2)
  const second = new SignatureChecks(remembered, defaultBudget)
  t.ok(second.isSignedBy(a, a))
  t.notOk(second.isSignedBy(a, b))
  t.equal(second.made, 0)
  t.equal(second.exceeded, null)
})

t.test('signatures of CRLs are checked, remembered and counted like those of certificates', async (t) => {
  const remembered = new BoundedCache<KeyResults>(10)
  const [crl, same] = [0, 1].map(() => CertificateRevocationList.decode(signed)) as [Crl, Crl]
  const first = new SignatureChecks(remembered, { ...defaultBudget, signatureChecks: 2 })
  t.ok(first.isSignedBy(crl, authorityCertificate))
  t.notOk(first.isSignedBy(crl, a))
  t.notOk(first.isSignedBy(a, a), 'two are all that are allowed')
  t.same([first.made, first.exceeded], [2, 'signatureChecks'])
  const second = new SignatureChecks(remembered, defaultBudget)
  t.ok(second.isSignedBy(same, authorityCertificate))
  t.equal(second.made, 0)
})

t.test('beyond the budget nothing is signed, but what is known stays known', async (t) => {
  const checks = new SignatureChecks(new BoundedCache(0), { ...defaultBudget, signatureChecks: 1 })
  t.ok(checks.isSignedBy(a, a))
  t.notOk(checks.isSignedBy(b, b))
  t.equal(checks.exceeded, 'signatureChecks')
  t.ok(checks.isSignedBy(a, a))
  t.equal(checks.made, 1)
})

t.test('keys count as much as they cost', async (t) => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const subjectPublicKeyInfo = publicKey.export({ type: 'spki', format: 'der' })
  const costly = Certificate.decode(certificate({ subjectPublicKeyInfo }))
  for (const [signatureChecks, exceeded] of [[7, null], [6, 'signatureChecks']] as const) {
    const checks = new SignatureChecks(new BoundedCache(0), { ...defaultBudget, signatureChecks })
    t.ok(checks.isSignedBy(a, a))
    t.notOk(checks.isSignedBy(a, costly))
    t.equal(checks.exceeded, exceeded)
  }
})

t.test('a key that is too long is not used, others are', async (t) => {
  const checks = new SignatureChecks(new BoundedCache(0), { ...defaultBudget, keySize: 255 })
  t.notOk(checks.isSignedBy(a, a))
  t.notOk(checks.isSignedBy(b, b))
  t.equal(checks.exceeded, 'keySize')
  t.equal(checks.made, 0)
})

t.test('of all the keys that are tried for one signature few are remembered, the last one among them', async (t) => {
  const remembered = new BoundedCache<KeyResults>(10)
  const keys = Array.from({ length: 20 }, () => {
    const subjectPublicKeyInfo = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })
    return Certificate.decode(certificate({ subjectPublicKeyInfo }))
  })
  for (const key of keys) new SignatureChecks(remembered, defaultBudget).isSignedBy(a, key)
  const again = new SignatureChecks(remembered, defaultBudget)
  t.ok(keys.every((key) => !again.isSignedBy(a, key)))
  t.ok(again.made > 0)
  t.ok(remembered.weight <= 32 * (1 + 8), `${remembered.weight}`)
  t.ok(again.isSignedBy(a, a))
  const known = new SignatureChecks(remembered, defaultBudget)
  t.ok(known.isSignedBy(a, a))
  t.equal(known.made, 0)
})
