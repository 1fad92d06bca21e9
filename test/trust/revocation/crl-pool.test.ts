import t from 'tap'
import { Name } from '../../../lib/trust/names/name.js'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import { CrlPool } from '../../../lib/trust/revocation/crl-pool.js'
import { crl, unknownExtension, type CrlParts } from '../../support/crl.js'
import { TRUE, commonName } from '../../support/der.js'

const decode = (parts: CrlParts): CertificateRevocationList => CertificateRevocationList.decode(crl(parts))

t.test('CRLs are found by their issuer, those that can not be understood are not', async (t) => {
  const first = decode({ issuer: commonName('A') })
  const second = decode({ issuer: commonName(' a') })
  const other = decode({ issuer: commonName('B') })
  const odd = decode({ issuer: commonName('A'), extensions: [unknownExtension(TRUE)] })
  const pool = new CrlPool([first, odd, other, second])
  t.same(pool.issuedBy(Name.decode(commonName('A'))), [first, second])
  t.same(pool.issuedBy(Name.decode(commonName('B'))), [other])
  t.same(pool.issuedBy(Name.decode(commonName('C'))), [])
})
