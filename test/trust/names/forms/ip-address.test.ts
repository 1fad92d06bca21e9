import t from 'tap'
import { ipAddressForm } from '../../../../lib/trust/names/forms/ip-address.js'
import { octets } from '../../../support/der.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

const v6 = '20010db8 00000000 00000000 00000001'
const v6Mask32 = 'ffffffff 00000000 00000000 00000000'

for (const [base, name, standing] of [
  ['0a000000 ff000000', '0a010203', 'within'],
  ['0a000000 ff000000', '0b010203', 'outside'],
  ['0a010203 ff000000', '0afefefe', 'within'],
  ['c0a80180 ffffff80', 'c0a801ff', 'within'],
  ['c0a80180 ffffff80', 'c0a8017f', 'outside'],
  ['c0a80101 ffffffff', 'c0a80101', 'within'],
  ['c0a80101 ffffffff', 'c0a80102', 'outside'],
  ['00000000 00000000', 'c0a80102', 'within'],
  ['00000000 00000000', v6, 'outside'],
  [`${v6} ${v6Mask32}`, '20010db8 ffffffff ffffffff ffffffff', 'within'],
  [`${v6} ${v6Mask32}`, '20010db9 00000000 00000000 00000001', 'outside'],
  [`${v6} ${v6Mask32}`, '20010db8', 'outside'],
  [`${v6} ffffffff ffffffff ffffffff ffffffff`, v6, 'within'],
  ['00'.repeat(32), v6, 'within'],
  ['00'.repeat(32), '0a010203', 'outside'],
  ['0a000000 ff00ff00', '0a010203', 'malformed base'],
  ['0a000000 00ffffff', '0a010203', 'malformed base'],
  ['0a000000 fd000000', '0a010203', 'malformed base'],
  [`${v6} ffffffff 00000000 00000000 00000001`, v6, 'malformed base']
] as const satisfies ReadonlyArray<readonly [string, string, Standing]>) {
  t.test(`${base} and ${name}: ${standing}`, async (t) => {
    t.equal(standingOf(ipAddressForm, octets(base), octets(name)), standing)
  })
}
