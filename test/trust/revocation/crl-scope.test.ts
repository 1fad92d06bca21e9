import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { CertificateRevocationList } from '../../../lib/trust/revocation/certificate-revocation-list.js'
import {
  ALL_REASONS, crlIssuersOf, distributionPointsOf, isInScope, isOfSameScope, reasonsOf
} from '../../../lib/trust/revocation/crl-scope.js'
import {
  cRLDistributionPoints, cRLIssuer, crl, directoryName, flag, fullName, issuingDistributionPoint, reasons, relativeName,
  uri
} from '../../support/crl.js'
import {
  TRUE, attribute, certificate, commonName, extension, name, sequence, utf8, type Octets
} from '../../support/der.js'

const HERE = fullName(uri('http://a.test/'))
const ELSEWHERE = fullName(uri('http://b.test/'))
const RELATIVE = relativeName(attribute('2.5.4.3', utf8('1')))
const FULL = (issuer: string): Buffer => fullName(directoryName(name(['2.5.4.3', utf8(issuer)], ['2.5.4.3', utf8('1')])))
const BY_ISSUER_NAME = fullName(directoryName(commonName('Issuer')))
const isCA = extension('2.5.29.19', sequence(TRUE), TRUE)

function certificateWith (...extensions: Octets[]): Certificate {
  return Certificate.decode(certificate(extensions.length > 0 ? { extensionList: sequence(...extensions) } : {}))
}

function crlWith (issuer: string, ...fields: Octets[]): CertificateRevocationList {
  const extensions = fields.length > 0 ? [issuingDistributionPoint(...fields)] : []
  return CertificateRevocationList.decode(crl({ issuer: commonName(issuer), extensions }))
}

/** Which distribution points of the certificate offer the CRL; the last is the one that stands for its issuer. */
function offeredBy (subject: Certificate, list: CertificateRevocationList): number[] {
  return distributionPointsOf(subject).flatMap((point, index) =>
    crlIssuersOf(subject, point).some((issuer) => issuer.equals(list.issuer)) && isInScope(list, subject, point)
      ? index
      : [])
}

for (const [what, points, list, expected] of [
  ['a CRL without a scope', [[HERE]], crlWith('Issuer'), [0, 1]],
  ['a certificate without points', null, crlWith('Issuer'), [0]],
  ['the same place', [[ELSEWHERE], [HERE]], crlWith('Issuer', HERE), [1]],
  ['one of several places', [[fullName(uri('x:'), uri('http://a.test/'))]], crlWith('Issuer', HERE), [0]],
  ['another place', [[HERE]], crlWith('Issuer', ELSEWHERE), []],
  ['a place, without points', null, crlWith('Issuer', HERE), []],
  ['the name of the issuer as its place', null, crlWith('Issuer', BY_ISSUER_NAME), [0]],
  ['relative names', [[RELATIVE]], crlWith('Issuer', RELATIVE), [0]],
  ['a relative name and a full one', [[RELATIVE]], crlWith('Issuer', FULL('Issuer')), [0]],
  ['a full name and a relative one', [[FULL('Issuer')]], crlWith('Issuer', RELATIVE), [0]],
  ['a full name below another issuer', [[FULL('Other')]], crlWith('Issuer', RELATIVE), []],
  ['another CA', [[HERE]], crlWith('Other', HERE), []],
  ['a CRL issuer of its own', [[HERE, cRLIssuer(commonName('Other'))]], crlWith('Other', HERE, flag(4)), [0]],
  ['a CRL issuer of its own, not indirect', [[HERE, cRLIssuer(commonName('Other'))]], crlWith('Other', HERE), []],
  ['a CRL issuer of its own, without a scope', [[HERE, cRLIssuer(commonName('Other'))]], crlWith('Other'), []],
  ['a name relative to the CRL issuer', [
    [RELATIVE, cRLIssuer(commonName('Other'))]
  ], crlWith('Other', FULL('Other'), flag(4)), [0]],
  ['no place but the CRL issuer', [
    [cRLIssuer(commonName('Other'))]
  ], crlWith('Other', fullName(directoryName(commonName('Other'))), flag(4)), [0]],
  ['no place but another CRL issuer', [
    [cRLIssuer(commonName('Other'))]
  ], crlWith('Other', fullName(directoryName(commonName('Third'))), flag(4)), []],
  ['an indirect CRL of the issuer', [[HERE]], crlWith('Issuer', HERE, flag(4)), [0]]
] as const) {
  t.test(`${what}: ${expected.length > 0 ? 'in scope' : 'out of scope'}`, async (t) => {
    const subject = points === null ? certificateWith() : certificateWith(cRLDistributionPoints(...points))
    t.same(offeredBy(subject, list), expected)
  })
}

for (const [what, fields, ofUser, ofCA] of [
  ['all certificates', [], true, true],
  ['user certificates', [flag(1)], true, false],
  ['CA certificates', [flag(2)], false, true],
  ['attribute certificates', [flag(5)], false, false],
  ['user and CA certificates', [flag(1), flag(2)], false, false]
] as const) {
  t.test(`a CRL that only has ${what}`, async (t) => {
    t.same(offeredBy(certificateWith(), crlWith('Issuer', ...fields)), ofUser ? [0] : [])
    t.same(offeredBy(certificateWith(isCA), crlWith('Issuer', ...fields)), ofCA ? [0] : [])
  })
}

t.test('reasons are those that the CRL and the point have in common', async (t) => {
  for (const [ofCrl, ofPoint, expected] of [
    [[], [], ALL_REASONS],
    [[reasons(0x83, '60')], [], 0b110],
    [[], [reasons(0x81, '30')], 0b1100],
    [[reasons(0x83, '60')], [reasons(0x81, '30')], 0b100],
    [[reasons(0x83, 'ff80')], [], ALL_REASONS]
  ] as const) {
    const [point] = distributionPointsOf(certificateWith(cRLDistributionPoints([HERE, ...ofPoint])))
    t.equal(reasonsOf(crlWith('Issuer', ...ofCrl), point!), expected)
  }
})

t.test('scopes are the same if they are written the same', async (t) => {
  t.ok(isOfSameScope(crlWith('Issuer'), crlWith('Issuer')))
  t.ok(isOfSameScope(crlWith('Issuer', HERE), crlWith('Issuer', HERE)))
  t.notOk(isOfSameScope(crlWith('Issuer', HERE), crlWith('Issuer')))
  t.notOk(isOfSameScope(crlWith('Issuer', HERE), crlWith('Issuer', ELSEWHERE)))
})
