import t from 'tap'
import { crlReasons } from '../../../lib/trust/revocation/revocation.js'

t.test('the reasons are those of RFC 5280 §5.3.1', async (t) => {
  const names = [
    'unspecified', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation',
    'certificateHold', undefined, 'removeFromCRL', 'privilegeWithdrawn', 'aACompromise', undefined
  ]
  t.strictSame(names.map((_, number) => crlReasons.get(number)), names)
})
