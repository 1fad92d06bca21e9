import t from 'tap'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import { CertTrust } from '../../lib/trust/status.js'
import { createAuthority } from '../support/pki.js'

const trustAnchors = (await createAuthority({ commonName: 'CompanyIssuer' })).pem

function warningsOf (options: Partial<SiteOptions>): readonly string[] {
  return createSite({ virtualRoots: { '/': {} }, trustAnchors, ...options }).warnings
}

t.test('a site without danger has no warnings', async (t) => {
  t.same(warningsOf({
    virtualRoots: {
      '/': {},
      '/Accounts': { permissions: 0x1c4, authentication: 1, userList: 'alice; @FINANCE; -*' },
      '/Admin': { permissions: 0x1c4, authentication: 2 }
    },
    users: { Alice: { issuerCN: 'CompanyIssuer', groups: 'Finance' } },
    adminUsers: 'Alice'
  }), [])
})

t.test('each bit that is overridden is one warning', async (t) => {
  t.same(warningsOf({ certTrustOverride: CertTrust.IS_REVOKED | CertTrust.IS_NOT_TIME_VALID }), [
    'certTrustOverride: certificates with CERT_TRUST_IS_NOT_TIME_VALID are accepted',
    'certTrustOverride: certificates with CERT_TRUST_IS_REVOKED are accepted'
  ])
})

t.test('overriding what shows a forged issuer, with users mapped by its name, is a warning of its own', async (t) => {
  const forged = (warnings: readonly string[]) => warnings.filter((warning) => warning.includes('anyone can make'))
  const byName = { Carol: { issuerCN: 'AccountingIssuer' } }
  const cases: ReadonlyArray<[name: string, options: Partial<SiteOptions>, warnings: string[]]> = [
    ['the seed\'s override', { certTrustOverride: 0x00010020, users: byName }, [
      'certTrustOverride: with CERT_TRUST_IS_UNTRUSTED_ROOT and CERT_TRUST_IS_PARTIAL_CHAIN ignored, anyone can make a ' +
      'certificate that maps to a user by its issuerCN'
    ]],
    ['one of the bits', { certTrustOverride: CertTrust.IS_PARTIAL_CHAIN, users: byName }, [
      'certTrustOverride: with CERT_TRUST_IS_PARTIAL_CHAIN ignored, anyone can make a certificate that maps to a user by ' +
      'its issuerCN'
    ]],
    ['other names that anyone can write', { certTrustOverride: CertTrust.IS_PARTIAL_CHAIN, users: { Carol: { subject: { CN: 'Carol' } }, Dave: { subjectAltName: { dNSName: 'dave' } } } }, [
      'certTrustOverride: with CERT_TRUST_IS_PARTIAL_CHAIN ignored, anyone can make a certificate that maps to a user by ' +
      'its subject or subjectAltName'
    ]],
    ['names beside a key, and denials', { certTrustOverride: CertTrust.IS_PARTIAL_CHAIN, users: { Carol: { subject: { CN: 'Carol' }, certificate: trustAnchors }, Dave: { issuerCN: 'CA', deny: true } } }, []],
    ['another bit', { certTrustOverride: CertTrust.IS_NOT_TIME_VALID, users: byName }, []],
    ['no override', { users: byName }, []],
    ['users by serial number alone', { certTrustOverride: 0x00010020, users: { Carol: { serialNumber: '01' } } }, []]
  ]
  for (const [name, options, warnings] of cases) t.same(forged(warningsOf(options)), warnings, name)
})

t.test('a root that nobody can enter, or that nothing can map, is a warning', async (t) => {
  const cases: ReadonlyArray<[virtualRoots: SiteOptions['virtualRoots'], warning: string]> = [
    [{}, 'virtualRoots: there are none, so that no path is protected'],
    [{ '/a': { authentication: 3 } }, 'virtualRoots[\'/a\']: nobody can enter with authentication 3'],
    [{ '/a': { authentication: 1 } },
      'virtualRoots[\'/a\']: nobody can enter with authentication 1 where no certificate is asked for'],
    [{ '/a': { permissions: 0x1c4, authentication: 2 } },
      'virtualRoots[\'/a\']: nobody can enter with authentication 2 where there are no adminUsers']
  ]
  for (const [virtualRoots, warning] of cases) {
    t.same(warningsOf({ virtualRoots, users: { Alice: { serialNumber: '01' } } }), [warning])
  }
  t.same(warningsOf({ virtualRoots: { '/a': { permissions: 0x1c4, authentication: 1 } } }), [
    'virtualRoots[\'/a\']: has MAP_CERT, and there are no users to map certificates to'
  ])
})

t.test('names in a list that nobody has are one warning for the list', async (t) => {
  const users = { Alice: { serialNumber: '01', groups: 'Finance' } }
  t.same(warningsOf({
    virtualRoots: { '/a': { permissions: 0x1c4, authentication: 1, userList: 'Alice;Allice;@Finance;-@Audit;*' } },
    users,
    adminUsers: 'Root'
  }), [
    'virtualRoots[\'/a\'].userList: names that no user or group has: \'allice\', \'@audit\'',
    'adminUsers: names that no user or group has: \'root\''
  ])
  const many = Array.from({ length: 12 }, (_, index) => `u${index}`).join(';')
  t.match(warningsOf({ users, adminUsers: many }), [/: 'u0', .*'u9' and 2 more$/])
})

t.test('users that no certificate maps to are one warning', async (t) => {
  t.same(warningsOf({ users: [['Any', { issuerCN: 'CA' }], ['One', { issuerCN: 'CA', serialNumber: '01' }]] }), [
    'users: no certificate maps to these, an earlier user takes all: \'One\' (by \'Any\')'
  ])
})
