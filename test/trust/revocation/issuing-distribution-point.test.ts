import t from 'tap'
import { readIssuingDistributionPoint } from '../../../lib/trust/revocation/issuing-distribution-point.js'
import { flag, fullName, reasons, uri } from '../../support/crl.js'
import { element, sequence } from '../../support/der.js'
import { allRefused, readAll } from '../../support/reading.js'

const nothing = {
  distributionPoint: null,
  onlyContainsUserCerts: false,
  onlyContainsCACerts: false,
  onlySomeReasons: null,
  indirectCRL: false,
  onlyContainsAttributeCerts: false
}

for (const [name, fields, expected] of [
  ['nothing', [], nothing],
  ['a name', [fullName(uri('x:'))], { ...nothing, distributionPoint: { fullName: [{ value: 'x:' }] } }],
  ['user certificates', [flag(1)], { ...nothing, onlyContainsUserCerts: true }],
  ['CA certificates', [flag(2)], { ...nothing, onlyContainsCACerts: true }],
  ['reasons', [reasons(0x83, '60')], { ...nothing, onlySomeReasons: 1 << 1 | 1 << 2 }],
  ['indirect', [flag(4)], { ...nothing, indirectCRL: true }],
  ['attribute certificates', [flag(5)], { ...nothing, onlyContainsAttributeCerts: true }],
  ['an encoded FALSE', [element(0x81, '00')], nothing],
  ['all of it', [fullName(uri('x:')), flag(1), flag(2), reasons(0x83, '60'), flag(4), flag(5)], {
    distributionPoint: {},
    onlyContainsUserCerts: true,
    onlyContainsCACerts: true,
    onlySomeReasons: 6,
    indirectCRL: true,
    onlyContainsAttributeCerts: true
  }]
] as const) {
  t.test(`${name} can be said`, async (t) => {
    const der = sequence(...fields)
    const { der: own, ...rest } = readAll(readIssuingDistributionPoint, der)
    t.match(rest, expected)
    t.ok(der.equals(own))
  })
}

t.test('anything else is malformed', async (t) => {
  allRefused(t, readIssuingDistributionPoint, {
    'another order': sequence(flag(2), flag(1)),
    'a BOOLEAN that is not canonical': sequence(element(0x81, '01')),
    'an unknown field': sequence(flag(6)),
    'no sequence': flag(1)
  })
})
