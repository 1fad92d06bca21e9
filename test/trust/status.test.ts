import t from 'tap'
import { CertTrust, CertTrustInfo } from '../../lib/trust/status.js'

for (const [name, bits] of Object.entries({ CertTrust, CertTrustInfo })) {
  t.test(`each bit of ${name} is one bit, and no two are the same`, async (t) => {
    const values = Object.values(bits) as number[]
    for (const value of values) t.equal(value & (value - 1), 0)
    t.equal(new Set(values).size, values.length)
  })
}

t.test('CertTrustOverride 0x00010020 of the seed forgives an unknown root and a missing one', async (t) => {
  t.same(CertTrust.namesOf(0x00010020), ['IS_UNTRUSTED_ROOT', 'IS_PARTIAL_CHAIN'])
})

t.test('a bit that has no name stays visible', async (t) => {
  t.same(CertTrust.namesOf(0x8000001), ['IS_NOT_TIME_VALID', 'HAS_NOT_SUPPORTED_CRITICAL_EXT'])
  t.same(CertTrust.namesOf(0x40000000), ['0x40000000'])
})
