import t from 'tap'
import { readSignatureValue } from '../../../lib/trust/certificate/signature-value.js'
import { bitString } from '../../support/der.js'
import { readAll } from '../../support/reading.js'

t.test('a signature is the octets of the BIT STRING', async (t) => {
  t.same([...readAll(readSignatureValue, bitString(0, '0102'))], [1, 2])
})

t.test('one that is not of whole octets is none', async (t) => {
  t.equal(readAll(readSignatureValue, bitString(1, '0102')).length, 0)
})
