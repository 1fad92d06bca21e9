import t from 'tap'
import { KeyAlgorithm } from '../../../lib/trust/signature/signature-algorithms.js'
import { hasWeakHash, isWeakKey } from '../../../lib/trust/signature/weakness.js'
import { pssParameters } from '../../support/signing.js'

for (const [name, algorithm, parameters, modern, windows] of [
  ['MD2', '1.2.840.113549.1.1.2', null, true, true],
  ['MD4', '1.2.840.113549.1.1.3', null, true, true],
  ['MD5', '1.2.840.113549.1.1.4', null, true, true],
  ['SHA-1', '1.2.840.113549.1.1.5', null, true, false],
  ['SHA-1 in PSS', '1.2.840.113549.1.1.10', pssParameters('sha1', 'sha256', 20), true, false],
  ['SHA-224', '1.2.840.10045.4.3.1', null, false, false],
  ['SHA-256', '1.2.840.113549.1.1.11', null, false, false],
  ['Ed25519', '1.3.101.112', null, false, false],
  ['an unknown algorithm', '1.2.3.4', null, false, false]
] as const) {
  t.test(`${name} is ${modern ? '' : 'not '}weak today, ${windows ? '' : 'not '}for Windows`, async (t) => {
    t.equal(hasWeakHash({ algorithm, parameters }, 'modern'), modern)
    t.equal(hasWeakHash({ algorithm, parameters }, 'windows'), windows)
    t.equal(hasWeakHash({ algorithm, parameters }, 'any'), false)
  })
}

for (const [name, algorithm, publicKeyBits, modern] of [
  ['RSA with 2047 bits', KeyAlgorithm.RSA, 2047, true],
  ['RSA with 2048 bits', KeyAlgorithm.RSA, 2048, false],
  ['an RSA key without a length', KeyAlgorithm.RSA, 0, true],
  ['RSASSA-PSS with 1024 bits', KeyAlgorithm.RSASSA_PSS, 1024, true],
  ['DSA with 1024 bits', KeyAlgorithm.DSA, 1024, true],
  ['EC with 192 bits', KeyAlgorithm.EC, 192, true],
  ['EC with 224 bits', KeyAlgorithm.EC, 224, false],
  ['EC on a curve of unknown length', KeyAlgorithm.EC, 0, true],
  ['Ed25519', '1.3.101.112', 256, false],
  ['a key of an unknown kind', '1.2.3.4', 0, false]
] as const) {
  t.test(`${name} is ${modern ? '' : 'not '}too short today, and for Windows never`, async (t) => {
    const publicKeyAlgorithm = { algorithm, parameters: null }
    const subjectPublicKeyInfo = Buffer.of()
    const key = { publicKeyAlgorithm, publicKeyBits, publicKey: null, subjectPublicKeyInfo, publicKeyDigest: '' }
    t.equal(isWeakKey(key, 'modern'), modern)
    t.equal(isWeakKey(key, 'windows'), false)
    t.equal(isWeakKey(key, 'any'), false)
  })
}
