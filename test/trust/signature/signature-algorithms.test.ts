import t from 'tap'
import { KeyAlgorithm, signatureSchemeOf } from '../../../lib/trust/signature/signature-algorithms.js'
import { integer, sequence } from '../../support/der.js'
import { NULL, pssParameters } from '../../support/signing.js'

const RSA_SHA256 = '1.2.840.113549.1.1.11'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const PSS = '1.2.840.113549.1.1.10'

for (const [name, algorithm, parameters, hash, keyAlgorithms] of [
  ['RSA with NULL', RSA_SHA256, NULL, 'sha256', [KeyAlgorithm.RSA]],
  ['RSA without parameters', RSA_SHA256, null, 'sha256', [KeyAlgorithm.RSA]],
  ['ECDSA without parameters', ECDSA_SHA256, null, 'sha256', [KeyAlgorithm.EC]],
  ['Ed25519', '1.3.101.112', null, null, ['1.3.101.112']],
  ['the second OID of md4WithRSA', '1.3.14.3.2.4', NULL, 'md4', [KeyAlgorithm.RSA]],
  ['the older OID of md4WithRSA', '1.3.14.3.2.2', NULL, 'md4', [KeyAlgorithm.RSA]],
  ['the older OID of md2WithRSA', '1.3.14.7.2.3.1', NULL, 'md2', [KeyAlgorithm.RSA]],
  ['PSS', PSS, pssParameters('sha512', 'sha1', 20), 'sha512', [KeyAlgorithm.RSA, KeyAlgorithm.RSASSA_PSS]]
] as const) {
  t.test(`${name} is understood`, async (t) => {
    t.match(signatureSchemeOf({ algorithm, parameters }), { hash, keyAlgorithms })
  })
}

for (const [name, algorithm, parameters] of [
  ['RSA with parameters', RSA_SHA256, integer('01')],
  ['ECDSA with NULL', ECDSA_SHA256, NULL],
  ['Ed25519 with NULL', '1.3.101.112', NULL],
  ['PSS without parameters', PSS, null],
  ['PSS with malformed parameters', PSS, sequence(integer('01'))],
  ['an unknown algorithm', '1.2.3.4', null],
  ['the OID of a key instead of a signature', KeyAlgorithm.EC, null]
] as const) {
  t.test(`${name} is not understood`, async (t) => {
    t.equal(signatureSchemeOf({ algorithm, parameters }), null)
  })
}
