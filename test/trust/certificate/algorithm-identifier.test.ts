import t from 'tap'
import { readAlgorithmIdentifier } from '../../../lib/trust/certificate/algorithm-identifier.js'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { integer, objectIdentifier, octets, sequence } from '../../support/der.js'

const rsa = objectIdentifier('1.2.840.113549.1.1.1')

t.test('parameters are given as DER, absent ones as null', async (t) => {
  t.strictSame(readAlgorithmIdentifier(new DerCursor(sequence(rsa))), { algorithm: '1.2.840.113549.1.1.1', parameters: null })
  const withNull = readAlgorithmIdentifier(new DerCursor(sequence(rsa, '0500')))
  t.strictSame(octets(withNull.parameters!), octets('0500'))
})

t.test('anything else is refused', async (t) => {
  for (const der of [sequence(), sequence(integer('05')), sequence(rsa, '0500', '0500'), rsa]) {
    t.throws(() => readAlgorithmIdentifier(new DerCursor(der)), DerError)
  }
})
