import t from 'tap'
import { readCrlExtensions } from '../../../lib/trust/revocation/crl-extensions.js'
import {
  cRLNumber, deltaCRLIndicator, flag, fullName, issuingDistributionPoint, unknownExtension, uri
} from '../../support/crl.js'
import { TRUE, element, extension, integer, octetString, sequence } from '../../support/der.js'
import { allRefused, readAll } from '../../support/reading.js'

const authorityKeyIdentifier = sequence(element(0x80, '0102'))
const frame = (...extensions: Buffer[]): Buffer => element(0xa0, sequence(...extensions))
const none = {
  cRLNumber: null,
  baseCRLNumber: null,
  issuingDistributionPoint: null,
  authorityKeyIdentifier: null,
  freshestCRL: null,
  isUnderstood: true
}

for (const [name, der, expected] of [
  ['no extension', Buffer.alloc(0), none],
  ['a number', frame(cRLNumber(7)), { ...none, cRLNumber: 7n }],
  ['a large number', frame(extension('2.5.29.20', integer('7f' + 'ff'.repeat(20)))), { cRLNumber: 2n ** 167n - 1n }],
  ['a delta', frame(cRLNumber(7), deltaCRLIndicator(5)), { ...none, cRLNumber: 7n, baseCRLNumber: 5n }],
  ['a scope', frame(issuingDistributionPoint(flag(1))), { issuingDistributionPoint: { onlyContainsUserCerts: true } }],
  ['a key', frame(extension('2.5.29.35', authorityKeyIdentifier)), { authorityKeyIdentifier, isUnderstood: true }],
  ['where its deltas are', frame(extension('2.5.29.46', sequence(sequence(fullName(uri('x:')))))), {
    freshestCRL: [{ distributionPoint: { fullName: [{ value: 'x:' }] } }], isUnderstood: true
  }],
  ['those that say nothing here', frame(
    extension('2.5.29.18', sequence(uri('x:'))),
    extension('1.3.6.1.5.5.7.1.1', sequence(sequence('06032a0304', uri('x:'))))
  ), none],
  ['an unknown one', frame(unknownExtension()), none],
  ['an unknown critical one', frame(unknownExtension(TRUE)), { isUnderstood: false }],
  ['a repeated one', frame(cRLNumber(7), cRLNumber(7)), { isUnderstood: false }],
  ['a number below 0', frame(extension('2.5.29.20', integer('ff'))), { isUnderstood: false }],
  ['a number with more behind it', frame(extension('2.5.29.20', '0201070500')), { isUnderstood: false }],
  ['a scope that is malformed', frame(extension('2.5.29.28', '0500')), { isUnderstood: false }],
  ['a key that is malformed', frame(extension('2.5.29.35', '0500')), { isUnderstood: false }]
] as const) {
  t.test(`${name} can be read`, async (t) => {
    t.match(readAll((cursor) => readCrlExtensions(cursor, 2), der), expected)
  })
}

t.test('anything else is no list of extensions', async (t) => {
  allRefused(t, (cursor) => readCrlExtensions(cursor, 2), {
    'an empty list': frame(),
    'another tag': element(0xa3, sequence(cRLNumber(7))),
    'what is no extension': frame(octetString(''))
  })
  allRefused(t, (cursor) => readCrlExtensions(cursor, 1), { 'extensions in version 1': frame(cRLNumber(7)) })
})
