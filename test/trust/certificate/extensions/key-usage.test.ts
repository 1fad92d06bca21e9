import t from 'tap'
import { KeyUsage, readKeyUsage } from '../../../../lib/trust/certificate/extensions/key-usage.js'
import { bitString, octetString } from '../../../support/der.js'
import { allRefused, readAll } from '../../../support/reading.js'

t.test('each bit has its place', async (t) => {
  t.equal(readAll(readKeyUsage, bitString(7, '80')), KeyUsage.digitalSignature)
  t.equal(readAll(readKeyUsage, bitString(6, '40')), KeyUsage.nonRepudiation)
  t.equal(readAll(readKeyUsage, bitString(2, '04')), KeyUsage.keyCertSign)
  t.equal(readAll(readKeyUsage, bitString(1, '06')), KeyUsage.keyCertSign | KeyUsage.cRLSign)
  t.equal(readAll(readKeyUsage, bitString(0, '01')), KeyUsage.encipherOnly)
  t.equal(readAll(readKeyUsage, bitString(7, '0080')), KeyUsage.decipherOnly)
  t.equal(readAll(readKeyUsage, bitString(7, 'ff80')), 0x1ff)
})

t.test('zero bits at the end do not matter', async (t) => {
  t.equal(readAll(readKeyUsage, bitString(0, '80')), KeyUsage.digitalSignature)
  t.equal(readAll(readKeyUsage, bitString(0, '0400')), KeyUsage.keyCertSign)
})

t.test('anything else is malformed', async (t) => {
  allRefused(t, readKeyUsage, {
    'no bits': bitString(0),
    'no bit that is set': bitString(0, '00'),
    'bits beyond the ninth alone': bitString(6, '0040'),
    'unused bits that are set': bitString(7, 'c0'),
    'an OCTET STRING': octetString('80')
  })
})
