import t from 'tap'
import { readCrlEntry } from '../../../lib/trust/revocation/crl-entry.js'
import {
  certificateIssuer, directoryName, entry, reasonCode, removeFromCRL, time, unknownExtension, uri
} from '../../support/crl.js'
import { TRUE, commonName, element, extension, integer, octets, octetString, sequence } from '../../support/der.js'
import { allRefused, readAll } from '../../support/reading.js'

const invalidityDate = extension('2.5.29.24', time('20260101000000Z'))

for (const [name, extensions, expected] of [
  ['no extension', [], { removesFromCRL: false, certificateIssuer: null, isUnderstood: true }],
  ['a reason', [reasonCode(1)], { removesFromCRL: false, isUnderstood: true }],
  ['the reason removeFromCRL', [removeFromCRL], { removesFromCRL: true, isUnderstood: true }],
  ['all that are known', [invalidityDate, reasonCode(10)], { removesFromCRL: false, isUnderstood: true }],
  ['an unknown one', [unknownExtension(), removeFromCRL], { removesFromCRL: true, isUnderstood: true }],
  ['an unknown critical one', [unknownExtension(TRUE)], { isUnderstood: false }],
  ['a repeated one', [reasonCode(1), reasonCode(1)], { isUnderstood: false }],
  ['a reason that does not exist', [reasonCode(7)], { removesFromCRL: false, isUnderstood: false }],
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
