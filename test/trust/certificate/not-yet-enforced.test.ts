import t from 'tap'
import { unenforcedBits } from '../../../lib/trust/certificate/not-yet-enforced.js'
import { CertTrust } from '../../../lib/trust/status.js'

const value = new Uint8Array(0)

t.test('what is not enforced yet is not supported where it is critical', async (t) => {
  for (const oid of ['2.5.29.30', '2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54', '1.3.6.1.4.1.311.21.10']) {
    t.strictSame(
      CertTrust.namesOf(unenforcedBits({ oid, critical: true, value })),
      ['INVALID_EXTENSION', 'HAS_NOT_SUPPORTED_CRITICAL_EXT'],
      oid
    )
  }
})

t.test('where it is not critical it is refused if it could forbid something', async (t) => {
  const bits = (oid: string): string[] => CertTrust.namesOf(unenforcedBits({ oid, critical: false, value }))
  t.strictSame(bits('2.5.29.30'), ['HAS_NOT_SUPPORTED_NAME_CONSTRAINT'])
  t.strictSame(bits('2.5.29.36'), ['INVALID_POLICY_CONSTRAINTS'])
  for (const oid of ['2.5.29.32', '2.5.29.33', '2.5.29.54', '1.3.6.1.4.1.311.21.10']) t.strictSame(bits(oid), [], oid)
})

t.test('what is enforced is left alone', async (t) => {
  t.equal(unenforcedBits({ oid: '2.5.29.19', critical: true, value }), 0)
})
