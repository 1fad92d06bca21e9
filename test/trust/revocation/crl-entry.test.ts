import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { readCrlEntry, readRevokedInfo } from '../../../lib/trust/revocation/crl-entry.js'
import {
  certificateIssuer, directoryName, entry, reasonCode, removeFromCRL, time, unknownExtension, uri
} from '../../support/crl.js'
import { TRUE, commonName, element, extension, integer, octets, octetString, sequence } from '../../support/der.js'
import { allRefused, readAll } from '../../support/reading.js'

const invalidityDate = extension('2.5.29.24', time('20260101000000Z'))

for (const [name, extensions, expected] of [
  ['no extension', [], { reasonCode: null, certificateIssuer: null, isUnderstood: true }],
  ['a reason', [reasonCode(1)], { reasonCode: 'keyCompromise', isUnderstood: true }],
  ['the reason removeFromCRL', [removeFromCRL], { reasonCode: 'removeFromCRL', isUnderstood: true }],
  ['all that are known', [invalidityDate, reasonCode(10)], { reasonCode: 'aACompromise', isUnderstood: true }],
  ['an unknown one', [unknownExtension(), removeFromCRL], { reasonCode: 'removeFromCRL', isUnderstood: true }],
  ['an unknown critical one', [unknownExtension(TRUE)], { isUnderstood: false }],
  ['a repeated one', [reasonCode(1), reasonCode(1)], { isUnderstood: false }],
  ['a reason that does not exist', [reasonCode(7)], { reasonCode: null, isUnderstood: false }],
  ['a reason without content', [extension('2.5.29.21', element(0x0a))], { isUnderstood: false }],
  ['a reason of two octets', [extension('2.5.29.21', element(0x0a, '0008'))], { isUnderstood: false }],
  ['a reason with more behind it', [extension('2.5.29.21', '0a01080500')], { isUnderstood: false }],
  ['a date that is none', [extension('2.5.29.24', '0500')], { isUnderstood: false }],
  ['an issuer', [certificateIssuer(commonName('A'))], { isUnderstood: true, certificateIssuer: { commonName: 'A' } }],
  [
    'an issuer with an alternative name',
    [extension('2.5.29.29', sequence(uri('http://a.test/'), directoryName(commonName('A'))))],
    { isUnderstood: true, certificateIssuer: { commonName: 'A' } }
  ],
  [
    'two issuers', [certificateIssuer(commonName('A'), commonName('B'))],
    { isUnderstood: true, certificateIssuer: 'unclear' }
  ],
  [
    'an issuer without a directoryName', [extension('2.5.29.29', sequence(uri('http://a.test/')))],
    { isUnderstood: true, certificateIssuer: 'unclear' }
  ],
  ['no issuer', [extension('2.5.29.29', sequence())], { isUnderstood: false, certificateIssuer: 'unclear' }]
] as const) {
  t.test(`${name} can be read`, async (t) => {
    t.match(readAll(readCrlEntry, entry('05', ...extensions)), expected)
  })
}

for (const [name, der, reason] of [
  ['no reason', entry('05'), null],
  ['a reason', entry('05', invalidityDate, reasonCode(4)), 'superseded'],
  ['a reason that does not exist', entry('05', reasonCode(7)), null]
] as const) {
  t.test(`the date of a revocation with ${name}`, async (t) => {
    t.strictSame(readRevokedInfo(new DerCursor(der)), { time: Date.UTC(2026, 4, 15), reason })
  })
}

t.test('anything else is no entry', async (t) => {
  allRefused(t, readCrlEntry, {
    'no date': sequence(integer('05')),
    'a serial number that is not minimal': entry('0005'),
    'a date that is none': sequence(integer('05'), integer('05')),
    'an empty list of extensions': sequence(integer('05'), time('260515000000Z'), sequence()),
    'an extension without its value': sequence(integer('05'), time('260515000000Z'), sequence(sequence('0603551d15'))),
    'a value of another type': entry('05', sequence('0603551d15', integer('05'))),
    'more behind the extensions': octets(sequence(integer('05'), time('260515000000Z'), sequence(reasonCode(1)), octetString('')))
  })
})
