import t from 'tap'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkSignature, checkStrength } from '../../../../lib/trust/path/checks/signature.js'
import type { PathContext, PathElement } from '../../../../lib/trust/path/path.js'
import type { SigningKey } from '../../../../lib/trust/signature/signing-key.js'
import { CertTrust } from '../../../../lib/trust/status.js'

function rsa (publicKeyBits: number): SigningKey {
  return {
    publicKeyAlgorithm: { algorithm: '1.2.840.113549.1.1.1', parameters: null },
    publicKeyBits,
    publicKey: null,
    subjectPublicKeyInfo: Buffer.of(),
    publicKeyDigest: ''
  }
}

const SHA1 = '1.2.840.113549.1.1.5'
const SHA256 = '1.2.840.113549.1.1.11'

t.test('a signature that does not verify is told, one that nobody can verify is not', async (t) => {
  const bits = (isSigned: boolean, issuerKey: SigningKey | null): number => checkSignature(
    { issuerKey } as PathElement, { signatures: { isSignedBy: () => isSigned } } as unknown as PathContext)
  t.equal(bits(true, rsa(2048)), 0)
  t.equal(bits(false, rsa(2048)), CertTrust.IS_NOT_SIGNATURE_VALID)
  t.equal(bits(false, null), 0)
})

for (const [name, facts, expected] of [
  ['a leaf with everything right', { index: 0, hash: SHA256, key: 2048, issuerKey: 2048 }, 0],
  ['a leaf with a short key of its own', { index: 0, hash: SHA256, key: 1024, issuerKey: 2048 }, 1],
  ['a CA with a short key of its own', { index: 1, hash: SHA256, key: 1024, issuerKey: 2048 }, 0],
  ['what a short key signed', { index: 1, hash: SHA256, key: 2048, issuerKey: 1024 }, 1],
  ['SHA-1', { index: 1, hash: SHA1, key: 2048, issuerKey: 2048 }, 1],
  ['SHA-1 by an issuer that is not known', { index: 1, hash: SHA1, key: 2048, issuerKey: null }, 1],
  ['SHA-256 by an issuer that is not known', { index: 1, hash: SHA256, key: 2048, issuerKey: null }, 0],
  ['an anchor, signed with SHA-1 and 1024 bits', { index: 1, hash: SHA1, key: 1024, issuerKey: 1024, anchor: true }, 0],
  ['a leaf that is an anchor with a short key', { index: 0, hash: SHA256, key: 1024, issuerKey: 1024, anchor: true }, 1]
] as const) {
  t.test(`${name} is ${expected === 0 ? 'not ' : ''}weak`, async (t) => {
    const element = {
      certificate: { signatureAlgorithm: { algorithm: facts.hash, parameters: null } } as Certificate,
      index: facts.index,
      key: rsa(facts.key),
      issuerKey: facts.issuerKey === null ? null : rsa(facts.issuerKey),
      isTrustAnchor: 'anchor' in facts
    } as PathElement
    t.equal(
      checkStrength(element, { strength: 'modern' } as PathContext), expected === 0 ? 0 : CertTrust.HAS_WEAK_SIGNATURE)
    t.equal(checkStrength(element, { strength: 'any' } as PathContext), 0)
  })
}
