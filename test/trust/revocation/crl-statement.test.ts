import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import { isSupersededBy } from '../../../lib/trust/revocation/crl-statement.js'
import { ALL_REASONS } from '../../../lib/trust/revocation/crl-scope.js'
import { crl, flag, issuingDistributionPoint, time, type CrlParts } from '../../support/crl.js'
import { certificate, commonName } from '../../support/der.js'
import { authority } from '../../support/revocation-chain.js'

const key = Certificate.decode(certificate())
const otherKey = Certificate.decode(authority.der)

function statement (parts: CrlParts = {}, by = key) {
  return { crl: CertificateRevocationList.decode(crl(parts)), key: by, reasons: ALL_REASONS }
}

const newer = { thisUpdate: time('260602000000Z') }
const older = statement()

for (const [name, other, expected] of [
  ['a newer one', statement(newer), true],
  ['one of the same moment', statement(), false],
  ['an older one', statement({ thisUpdate: time('260501000000Z') }), false],
  ['a newer one of another key', statement(newer, otherKey), false],
  ['a newer one of another issuer', statement({ ...newer, issuer: commonName('Other') }), false],
  ['a newer one of another scope', statement({ ...newer, extensions: [issuingDistributionPoint(flag(1))] }), false]
] as const) {
  t.test(`${name} ${expected ? 'takes its place' : 'does not'}`, async (t) => {
    t.equal(isSupersededBy(older, other), expected)
  })
}
