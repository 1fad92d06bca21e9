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
  for (const parameters of [objectIdentifier('1.3.132.0.34'), sequence(integer('05'))]) {
    const { parameters: read } = readAlgorithmIdentifier(new DerCursor(sequence(rsa, parameters)))
    t.strictSame(octets(read!), parameters)
  }
})

t.test('anything else is refused', async (t) => {
  for (const der of [sequence(), sequence(integer('05')), sequence(rsa, '0500', '0500'), rsa]) {
    t.throws(() => readAlgorithmIdentifier(new DerCursor(der)), DerError)
  }
})

t.test('parameters are NULL, an OBJECT IDENTIFIER or a SEQUENCE', async (t) => {
  const cases: Record<string, string> = {
    'NULL with content': '050100',
    'an OBJECT IDENTIFIER without content': '0600',
    'an OBJECT IDENTIFIER cut short': '06022a86',
    'an INTEGER': '020105',
    'an OCTET STRING': '0400',
    'a context-specific type': '8000'
  }
  for (const [why, parameters] of Object.entries(cases)) {
    t.throws(() => readAlgorithmIdentifier(new DerCursor(sequence(rsa, parameters))), DerError, why)
  }
})
