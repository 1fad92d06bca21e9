import t from 'tap'
import { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { DerCursor } from '../../../../lib/trust/der/der-cursor.js'
import { isResponder, readResponderId } from '../../../../lib/trust/revocation/ocsp/responder-id.js'
import { commonName, name, octetString, octets, text } from '../../../support/der.js'
import { byKey, byName, explicit } from '../../../support/ocsp.js'
import { authority, root } from '../../../support/revocation-chain.js'

const responder = Certificate.decode(authority.der)

for (const [what, der, expected] of [
  ['its name', byName(commonName('Authority')), true],
  ['its name in another string type and case', byName(name(['2.5.4.3', text(0x13, 'AUTHORITY')])), true],
  ['another name', byName(commonName('Root')), false],
  ['its key', byKey(authority), true],
  ['another key', byKey(root), false],
  ['a part of its key\'s hash', explicit(2, octetString(byKey(authority).subarray(4, 20))), false]
] as const) {
  t.test(`${what} is ${expected ? 'the' : 'not the'} responder's`, async (t) => {
    t.equal(isResponder(responder, readResponderId(new DerCursor(der))), expected)
  })
}

for (const [what, der] of [
  ['nothing', ''],
  ['another tag', explicit(3, octetString())],
  ['a key without EXPLICIT', '8201ff'],
  ['two names', explicit(1, commonName('A'), commonName('B'))]
] as const) {
  t.test(`${what} is no ResponderID`, async (t) => {
    t.throws(() => readResponderId(new DerCursor(octets(der))), { name: 'DerError' })
  })
}
