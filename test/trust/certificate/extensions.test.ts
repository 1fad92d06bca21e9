import t from 'tap'
import { readExtensions, type Extensions } from '../../../lib/trust/certificate/extensions.js'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { CertTrust } from '../../../lib/trust/status.js'
import { element, extension, FALSE, integer, objectIdentifier, octets, sequence, TRUE } from '../../support/der.js'

const TAG = 0xa3
const UNKNOWN = '1.3.6.1.4.1.99999.1'
const { INVALID_EXTENSION, HAS_NOT_SUPPORTED_CRITICAL_EXT } = CertTrust

function read (list: Buffer[], version = 3): Extensions {
  return readExtensions(new DerCursor(element(TAG, sequence(...list))), TAG, version)
}

t.test('extensions are optional', async (t) => {
  const none = readExtensions(new DerCursor(octets('')), TAG, 1)
  t.strictSame(none.list, [])
  t.equal(none.errors, 0)
})

t.test('critical is FALSE unless it is TRUE', async (t) => {
  const extensions = read([
    extension('2.5.29.19', '3000', TRUE), extension('2.5.29.14', '040161', FALSE), extension(UNKNOWN, '61')
  ])
  const { list, errors } = extensions
  t.strictSame(list.map(({ oid, critical, value }) => [oid, critical, Buffer.from(value).toString('hex')]), [
    ['2.5.29.19', true, '3000'],
    ['2.5.29.14', false, '040161'],
    [UNKNOWN, false, '61']
  ])
  t.strictSame(extensions.first(UNKNOWN), list[2])
  t.equal(extensions.first('2.5.29.15'), null)
  t.equal(errors, 0)
})

t.test('there are 64 extensions at most', async (t) => {
  const many = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => extension(`1.2.3.${index}`, ''))
  t.equal(read(many(64)).list.length, 64)
  t.throws(() => read(many(65)), DerError)
})

t.test('an unknown critical extension is not supported', async (t) => {
  t.equal(read([extension(UNKNOWN, '', TRUE)]).errors, INVALID_EXTENSION | HAS_NOT_SUPPORTED_CRITICAL_EXT)
})

t.test('extensions in version 1 or 2, or an empty list, are a fault', async (t) => {
  t.equal(read([extension('2.5.29.19', '3000')], 1).errors, INVALID_EXTENSION)
  t.equal(read([extension('2.5.29.19', '3000')], 2).errors, INVALID_EXTENSION)
  t.equal(read([]).errors, INVALID_EXTENSION)
})

t.test('an extension that appears twice is a fault, known or not', async (t) => {
  t.equal(read([extension(UNKNOWN, '61'), extension(UNKNOWN, '61')]).errors, INVALID_EXTENSION)
  const authority = extension('2.5.29.19', sequence(TRUE), TRUE)
  const repeated = read([authority, extension('2.5.29.15', '03020204'), authority])
  t.equal(repeated.errors, INVALID_EXTENSION)
  t.equal(repeated.list.length, 3)
  t.strictSame(repeated.first('2.5.29.19'), repeated.list[0])
  t.strictSame(repeated.basicConstraints, { cA: false, pathLenConstraint: null }, 'allows nothing')
})

t.test('something behind the value is a fault', async (t) => {
  t.equal(read([extension('2.5.29.19', '300000')]).errors, INVALID_EXTENSION)
})

t.test('a broken frame is no list of extensions', async (t) => {
  const cases: Record<string, Buffer> = {
    'another tag': element(0xa4, sequence()),
    'no SEQUENCE': element(TAG, integer('05')),
    'something behind the SEQUENCE': element(TAG, sequence(), integer('05')),
    'an extension that is no SEQUENCE': element(TAG, sequence(integer('05'))),
    'an extension without an OID': element(TAG, sequence(sequence(octets('0400')))),
    'an extension without a value': element(TAG, sequence(sequence(objectIdentifier(UNKNOWN)))),
    'an extension with two values': element(TAG, sequence(sequence(objectIdentifier(UNKNOWN), '0400', '0400')))
  }
  for (const [why, der] of Object.entries(cases)) {
    t.throws(() => readExtensions(new DerCursor(der), TAG, 3), DerError, why)
  }
})
