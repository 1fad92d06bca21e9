import t from 'tap'
import { formatSerialNumber } from '../../../lib/trust/certificate/serial-number.js'
import { octets } from '../../support/der.js'

t.test('a serial number is printed as node:crypto prints it', async (t) => {
  // Printed by X509Certificate of Node 20 for certificates that OpenSSL made with these serial numbers
  const cases = { '00': '0', '01': '01', '7f': '7F', '0080': '80', ff: '-01', 80: '-80', ff7f: '-81', '00ff': 'FF', '0100': '0100' }
  for (const [content, printed] of Object.entries(cases)) t.equal(formatSerialNumber(octets(content)), printed, content)
  t.equal(formatSerialNumber(octets('0102030400000000000005')), '0102030400000000000005')
})
