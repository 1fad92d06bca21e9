import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { signatureTwin } from '../../../lib/trust/signature/signature-twin.js'
import { verifySignature } from '../../../lib/trust/signature/verify-signature.js'
import { bitString, sequence } from '../../support/der.js'
import { handMade } from '../../support/hand-made.js'

for (const namedCurve of ['P-256', 'P-384', 'P-521', 'secp256k1', 'brainpoolP320r1']) {
  t.test(`${namedCurve}: the twin is another certificate, signed as well, and the first is its twin`, async (t) => {
    const keys = generateKeyPairSync('ec', { namedCurve })
    // The numbers of signatures are of any length: each round tries another one
    for (let round = 0; round < 20; round++) {
      const { der } = handMade(null, {}, keys)
      const certificate = Certificate.decode(der)
      const twin = Certificate.decode(signatureTwin(certificate, certificate)!)
      t.notSame(twin.raw, certificate.raw)
      t.same(twin.tbsCertificate, certificate.tbsCertificate)
      const { signatureAlgorithm, tbsCertificate: data, signature } = twin
      t.ok(verifySignature({ signatureAlgorithm, data, signature }, certificate))
      t.ok(new X509Certificate(twin.raw).verify(keys.publicKey), 'OpenSSL says so too')
      t.strictSame(Buffer.from(signatureTwin(twin, certificate)!), der)
    }
  })
}

t.test('a number that begins with zeros is written with the fewest octets', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signature = (s: string): Buffer => bitString(0, sequence('020101', s))
  // n - s = 1 and 128; n is that of P-256 (SEC 2 §2.4.2)
  for (const [s, twin] of [
    ['022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550', '020101'],
    ['022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6324d1', '02020080']
  ] as const) {
    const certificate = Certificate.decode(handMade(null, { signature: signature(s) }, { publicKey, privateKey }).der)
    const end = Buffer.from(signatureTwin(certificate, certificate)!).subarray(-signature(twin).length)
    t.strictSame(end, signature(twin))
  }
})

t.test('signatures of RSA, DSA and EdDSA have no twin', async (t) => {
  for (const keys of [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }),
    generateKeyPairSync('ed25519')
  ]) {
    const key = Certificate.decode(handMade(handMade(null, {}), {}, keys).der)
    t.equal(signatureTwin(key, key), null)
  }
})
