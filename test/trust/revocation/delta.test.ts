import t from 'tap'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import { fits } from '../../../lib/trust/revocation/delta.js'
import { cRLNumber, crl, deltaCRLIndicator, flag, issuingDistributionPoint } from '../../support/crl.js'
import { element, extension, sequence } from '../../support/der.js'

const keyIdentifier = (octet: string): Buffer => extension('2.5.29.35', sequence(element(0x80, octet)))
const read = (...extensions: Buffer[]): CertificateRevocationList =>
  CertificateRevocationList.decode(crl({ extensions }))

for (const [name, delta, complete, expected] of [
  ['built upon this very CRL', [cRLNumber(6), deltaCRLIndicator(5)], [cRLNumber(5)], true],
  ['built upon an older one', [cRLNumber(6), deltaCRLIndicator(3)], [cRLNumber(5)], true],
  ['built upon a newer one', [cRLNumber(8), deltaCRLIndicator(6)], [cRLNumber(5)], false],
  ['of the same number', [cRLNumber(5), deltaCRLIndicator(3)], [cRLNumber(5)], false],
  ['without a number', [deltaCRLIndicator(3)], [cRLNumber(5)], false],
  ['of a CRL without a number', [cRLNumber(6), deltaCRLIndicator(3)], [], false],
  ['that is none', [cRLNumber(6)], [cRLNumber(5)], false],
  ['of the same scope', [
    cRLNumber(6), deltaCRLIndicator(5), issuingDistributionPoint(flag(1))
  ], [cRLNumber(5), issuingDistributionPoint(flag(1))], true],
  ['of another scope', [
    cRLNumber(6), deltaCRLIndicator(5), issuingDistributionPoint(flag(2))
  ], [cRLNumber(5), issuingDistributionPoint(flag(1))], false],
  ['with a scope of its own', [
    cRLNumber(6), deltaCRLIndicator(5), issuingDistributionPoint(flag(1))
  ], [cRLNumber(5)], false],
  ['that names the same key', [
    cRLNumber(6), deltaCRLIndicator(5), keyIdentifier('01')
  ], [cRLNumber(5), keyIdentifier('01')], true],
  ['that names another key', [
    cRLNumber(6), deltaCRLIndicator(5), keyIdentifier('02')
  ], [cRLNumber(5), keyIdentifier('01')], false],
  ['that names no key', [cRLNumber(6), deltaCRLIndicator(5)], [cRLNumber(5), keyIdentifier('01')], false],
  ['that alone names its key', [cRLNumber(6), deltaCRLIndicator(5), keyIdentifier('01')], [cRLNumber(5)], true]
] as const) {
  t.test(`a delta ${name} ${expected ? 'fits' : 'does not fit'}`, async (t) => {
    t.equal(fits(read(...delta), read(...complete)), expected)
  })
}
