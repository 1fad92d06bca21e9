import t from 'tap'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { encodeObjectIdentifier, readObjectIdentifier } from '../../../lib/trust/der/object-identifier.js'
import { objectIdentifier, octets } from '../../support/der.js'

function read (content: string | Uint8Array): string {
  const bytes = octets(content)
  return readObjectIdentifier(bytes, 0, bytes.length)
}

t.test('known and unknown object identifiers have their dotted form', async (t) => {
  for (const dotted of [
    '0.0', '0.39', '1.0', '1.39', '2.0', '2.39', '2.40', '2.5.4.3', '2.5.29.19', '2.999.1', '1.2.840.113549.1.1.11',
    '1.2.840.113549.1.1.99', '1.3.6.1.4.1.311.21.10', '2.25.340282366920938463463374607431768211455'
  ]) t.equal(read(objectIdentifier(dotted).subarray(2)), dotted)
})

t.test('octets with the hash of a known one, or with its beginning, are told from it', async (t) => {
  // 2.5.29.19 is 55 1d 13; (0x55 - 1) * 31 = 0x55 * 31 - 31, so 54 3c 13 has its hash
  t.equal(read('551d13'), '2.5.29.19')
  t.equal(read('543c13'), '2.4.60.19')
  t.equal(read('2b81040022'), '1.3.132.0.34')
  t.equal(read('78110e01120b'), '2.40.17.14.1.18.11', 'the same hash modulo 2^32, another length')
})

t.test('what is no object identifier is refused', async (t) => {
  t.throws(() => read(''), DerError, 'empty')
  t.throws(() => read('8055'), DerError, 'a first octet that says nothing')
  t.throws(() => read('558001'), DerError, 'an inner octet that says nothing')
  t.throws(() => read('5586'), DerError, 'cut short')
  t.throws(() => read('01'.repeat(129)), DerError, 'too long')
  t.equal(read('01'.repeat(128)).split('.').length, 129)
})

t.test('what is encoded reads the same', async (t) => {
  for (const dotted of ['0.9.2342.19200300.100.1.25', '1.2.840.10045.4.3.2', '2.5.29.37.0']) {
    t.equal(read(encodeObjectIdentifier(dotted)), dotted)
  }
})
