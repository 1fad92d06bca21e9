import t from 'tap'
import { cipherStrength } from '../../lib/connection/cipher-strength.js'

const cases: Array<[standardName: string, bits: number]> = [
  ['TLS_AES_128_GCM_SHA256', 128],
  ['TLS_AES_256_GCM_SHA384', 256],
  ['TLS_CHACHA20_POLY1305_SHA256', 256],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 128],
  ['TLS_RSA_WITH_AES_256_CCM_8', 256],
  ['TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA', 256],
  ['TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA', 128],
  ['TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256', 128],
  ['TLS_DHE_RSA_WITH_SEED_CBC_SHA', 128],
  ['TLS_RSA_WITH_IDEA_CBC_SHA', 128],
  ['TLS_RSA_WITH_RC4_128_SHA', 128],
  ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 112],
  ['TLS_RSA_WITH_DES_CBC_SHA', 0],
  ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 0],
  ['TLS_RSA_WITH_NULL_SHA256', 0],
  ['TLS_NOBODY_KNOWS', 0],
  ['', 0]
]

for (const [standardName, bits] of cases) {
  t.test(`${standardName === '' ? 'no cipher' : standardName} has ${bits} bits`, async (t) => {
    t.equal(cipherStrength(standardName), bits)
  })
}
