import t from 'tap'
import { nearUsers } from '../../../lib/command/explain/near-users.js'

t.test('users with the serial number, and another issuer or another order of bytes', async (t) => {
  const users = {
    Al: { issuerCN: 'Compny', serialNumber: '01:02' },
    Bo: { issuerCN: 'Company', serialNumber: '02:01' },
    Cy: { issuerCN: 'Company', serialNumber: '01:02' },
    Di: { serialNumber: '01:02' },
    Eve: { issuerCN: 'Company' },
    Flo: { fingerprint256: 'ab'.repeat(32) },
    Gil: { serialNumber: '07' }
  }
  const fingerprint256 = `${'AB:'.repeat(31)}AB`
  t.same(nearUsers({ virtualRoots: {}, users }, { serialNumber: '0102', fingerprint256 }), [
    "Al has this serial number, with the issuerCN 'Compny'",
    'Bo has this serial number with its bytes in the other order',
    "Cy has this serial number, with the issuerCN 'Company'",
    'Flo has this fingerprint'
  ])
  const logged = { serialNumber: '0102', fingerprint256: null }
  const bytes = { Al: { issuerCN: 'x', serialNumber: Uint8Array.of(2, 1) } }
  t.same(nearUsers({ virtualRoots: {}, users: bytes, serialNumberByteOrder: 'little' }, logged), [
    "Al has this serial number, with the issuerCN 'x'"
  ])
})

t.test('a number that no user has is nobody\'s', async (t) => {
  const users = { Al: { issuerCN: 'x', serialNumber: '01' } }
  for (const serialNumber of ['-01', '0', '01…', '']) {
    t.same(nearUsers({ virtualRoots: {}, users }, { serialNumber, fingerprint256: null }), [], serialNumber)
  }
})
