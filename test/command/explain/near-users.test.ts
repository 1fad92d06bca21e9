import t from 'tap'
import { nearUsers } from '../../../lib/command/explain/near-users.js'

t.test('users with the serial number, and another issuer or another order of bytes', async (t) => {
  const users = {
    Al: { issuerCN: 'Compny', serialNumber: '01:02' },
    Bo: { issuerCN: 'Company', serialNumber: '02:01' },
    Cy: { issuerCN: 'Company', serialNumber: '01:02' },
    Di: { serialNumber: '01:02' },
    Eve: { issuerCN: 'Company' }
  }
  t.same(nearUsers({ virtualRoots: {}, users }, { issuerCN: 'Company', serialNumber: '0102' }), [
    "Al has this serial number, with the issuerCN 'Compny'",
    'Bo has this serial number with its bytes in the other order'
  ])
  const bytes = { Al: { issuerCN: 'x', serialNumber: Uint8Array.of(2, 1) } }
  t.same(nearUsers({ virtualRoots: {}, users: bytes, serialNumberByteOrder: 'little' }, { issuerCN: null, serialNumber: '0102' }), [
    "Al has this serial number, with the issuerCN 'x'"
  ])
})
