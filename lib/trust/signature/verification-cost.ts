import { namedCurveOf } from '../certificate/public-key.js'
import { KeyAlgorithm } from './signature-algorithms.js'
import type { SigningKey } from './signing-key.js'

const P256 = '1.2.840.10045.3.1.7'

/**
 * What it costs to check a signature with this key, which is imported first. 1 is the cost of an ordinary key: P-256,
 * Ed25519, RSA of up to 4096 bits. A peer can send any key, and needs no private one for what fails to verify.
 *
 * The formulas lie above what was measured with OpenSSL 3 (1 = 0.25 ms there): RSA-16384 13, P-384 4, P-521 8,
 * brainpoolP512r1 6, Ed448 2, DSA of 3072 bits 5 and of 10 000 bits, the longest that OpenSSL takes, 70.
 */
export function verificationCost ({ publicKeyAlgorithm, publicKeyBits }: SigningKey): number {
  if (publicKeyBits === 0) return 1 // no key: nothing is computed
  switch (publicKeyAlgorithm.algorithm) {
    case KeyAlgorithm.RSA:
    case KeyAlgorithm.RSASSA_PSS:
      return Math.ceil((publicKeyBits / 4096) ** 2)
    case KeyAlgorithm.DSA:
      return Math.ceil((publicKeyBits / 1024) ** 2) + 1
    case KeyAlgorithm.EC:
      // OpenSSL has arithmetic of its own for P-256 alone
      return namedCurveOf(publicKeyAlgorithm) === P256 ? 1 : Math.ceil(publicKeyBits / 64)
    default:
      return Math.ceil(publicKeyBits / 256)
  }
}
