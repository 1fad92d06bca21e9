import t from 'tap'
import { readPssParameters } from '../../../lib/trust/signature/pss-parameters.js'
import { element, integer, objectIdentifier, octets, sequence } from '../../support/der.js'
import { hashIdentifier, pssParameters } from '../../support/signing.js'

const MGF1 = objectIdentifier('1.2.840.113549.1.1.8')

for (const [name, parameters, expected] of [
  ['all fields', pssParameters('sha256', 'sha384', 32), { hash: 'sha256', maskHash: 'sha384', saltLength: 32 }],
  ['no field', sequence(), { hash: 'sha1', maskHash: 'sha1', saltLength: 20 }],
  ['a salt of nothing', sequence(element(0xa2, integer('00'))), { hash: 'sha1', maskHash: 'sha1', saltLength: 0 }],
  ['the trailer field that is the only one', sequence(element(0xa3, integer('01'))),
    { hash: 'sha1', maskHash: 'sha1', saltLength: 20 }],
  ['a hash without parameters', sequence(element(0xa0, hashIdentifier('sha512', Buffer.alloc(0)))),
    { hash: 'sha512', maskHash: 'sha1', saltLength: 20 }]
] as const) {
  t.test(`${name} can be read`, async (t) => {
    t.same(readPssParameters(parameters), expected)
  })
}

for (const [name, parameters] of [
  ['an unknown hash', sequence(element(0xa0, sequence(objectIdentifier('1.2.3'))))],
  ['a hash with other parameters than NULL', sequence(element(0xa0, hashIdentifier('sha256', integer('01'))))],
  ['an unknown mask generation', sequence(element(0xa1, sequence(objectIdentifier('1.2.3'), hashIdentifier('sha256'))))],
  ['a mask generation without a hash', sequence(element(0xa1, sequence(MGF1)))],
  ['another trailer field', sequence(element(0xa3, integer('02')))],
  ['a negative salt', sequence(element(0xa2, integer('ff')))],
  ['fields in another order', sequence(element(0xa2, integer('20')), element(0xa0, hashIdentifier('sha256')))],
  ['a field twice', sequence(element(0xa2, integer('20')), element(0xa2, integer('20')))],
  ['trailing bytes', octets(sequence(), '00')],
  ['NULL', octets('0500')],
  ['nothing', octets()]
] as const) {
  t.test(`${name} is refused`, async (t) => {
    t.equal(readPssParameters(parameters), null)
  })
}
