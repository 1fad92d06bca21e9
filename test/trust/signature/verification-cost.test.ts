import t from 'tap'
import { KeyAlgorithm } from '../../../lib/trust/signature/signature-algorithms.js'
import type { SigningKey } from '../../../lib/trust/signature/signing-key.js'
import { verificationCost } from '../../../lib/trust/signature/verification-cost.js'
import { objectIdentifier } from '../../support/der.js'

const P256 = objectIdentifier('1.2.840.10045.3.1.7')
const secp256k1 = objectIdentifier('1.3.132.0.10')
const secp521r1 = objectIdentifier('1.3.132.0.35')

for (const [what, algorithm, publicKeyBits, parameters, cost] of [
  ['RSA of 512 bits', KeyAlgorithm.RSA, 512, null, 1],
  ['RSA of 4096 bits', KeyAlgorithm.RSA, 4_096, null, 1],
  ['RSA of 4097 bits', KeyAlgorithm.RSA, 4_097, null, 2],
  ['RSASSA-PSS of 16384 bits', KeyAlgorithm.RSASSA_PSS, 16_384, null, 16],
  ['DSA of 1024 bits', KeyAlgorithm.DSA, 1_024, null, 2],
  ['DSA of 3072 bits', KeyAlgorithm.DSA, 3_072, null, 10],
  ['P-256', KeyAlgorithm.EC, 256, P256, 1],
  ['secp256k1', KeyAlgorithm.EC, 256, secp256k1, 4],
  ['P-521', KeyAlgorithm.EC, 521, secp521r1, 9],
  ['Ed25519', '1.3.101.112', 256, null, 1],
  ['Ed448', '1.3.101.113', 456, null, 2],
  ['an EC key without a known curve', KeyAlgorithm.EC, 0, null, 1],
  ['a key of an unknown kind', '1.2.3', 0, null, 1]
] as const) {
  t.test(`${what} costs ${cost}`, async (t) => {
    const publicKeyAlgorithm = { algorithm, parameters }
    t.equal(verificationCost({ publicKeyAlgorithm, publicKeyBits } as SigningKey), cost)
  })
}
