import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { isNull, readHashAlgorithm } from '../../../lib/trust/signature/hash-algorithm.js'
import { integer, objectIdentifier, octets, sequence } from '../../support/der.js'
import { hashIdentifier } from '../../support/signing.js'

t.test('a hash is known with NULL and without parameters, and with no others', async (t) => {
  t.equal(readHashAlgorithm(new DerCursor(hashIdentifier('sha256'))), 'sha256')
  t.equal(readHashAlgorithm(new DerCursor(hashIdentifier('sha256', octets()))), 'sha256')
  t.throws(() => readHashAlgorithm(new DerCursor(hashIdentifier('sha256', integer('01')))), DerError)
})

t.test('a hash that nobody knows is refused', async (t) => {
  t.throws(() => readHashAlgorithm(new DerCursor(sequence(objectIdentifier('1.2.3')))), DerError)
})

t.test('NULL is exactly 05 00', async (t) => {
  t.ok(isNull(octets('0500')))
  for (const other of ['', '05', '0501', '0600', '050000']) t.notOk(isNull(octets(other)), other)
})
