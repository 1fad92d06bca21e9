import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { CertificatePool } from '../../../lib/trust/path/certificate-pool.js'
import { certificate, commonName, name, text } from '../../support/der.js'

const [alice, carol] = ['Alice', 'Carol'].map((subject) => Certificate.decode(certificate({ subject: commonName(subject) })))
const again = Certificate.decode(certificate({ subject: name(['2.5.4.3', text(0x13, ' ALICE ')]), serialNumber: '020106' }))

t.test('certificates are found by their subject, in order, each once', async (t) => {
  const pool = new CertificatePool([alice!, carol!, again, alice!])
  t.same([...pool.named(alice!.subject)], [alice, again], 'names are compared, not bytes')
  t.same([...pool.named(carol!.subject)], [carol])
  t.same([...pool.named(alice!.issuer)], [])
})
