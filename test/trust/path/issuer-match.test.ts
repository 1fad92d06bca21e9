import t from 'tap'
import type { AuthorityKeyIdentifier } from '../../../lib/trust/certificate/extensions/key-identifiers.js'
import type { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { claimsToBeSelfSigned, issuerMatchInfo, matchIssuer, sameBytes } from '../../../lib/trust/path/issuer-match.js'
import { CertTrustInfo } from '../../../lib/trust/status.js'

const KEY = Buffer.from('0a0b', 'hex')
const OTHER_KEY = Buffer.from('0c0d', 'hex')

const issuer = {
  issuer: { key: 'Root' }, serialNumberBytes: Buffer.of(5), subjectKeyIdentifier: KEY
} as unknown as Certificate

function identifiedBy (keyIdentifier: Buffer | null, name?: string, serialNumber?: number): Certificate {
  const authorityKeyIdentifier = {
    keyIdentifier,
    authorityCertIssuer: name === undefined ? [] : [{ key: name }],
    authorityCertSerialNumber: serialNumber === undefined ? null : Buffer.of(serialNumber)
  } as unknown as AuthorityKeyIdentifier
  return { authorityKeyIdentifier } as Certificate
}

for (const [name, certificate, expected] of [
  ['no identifier', { authorityKeyIdentifier: null } as Certificate, 'name'],
  ['an empty identifier', identifiedBy(null), 'name'],
  ['the key', identifiedBy(KEY), 'key'],
  ['another key', identifiedBy(OTHER_KEY), 'mismatch'],
  ['the certificate', identifiedBy(null, 'Root', 5), 'exact'],
  ['key and certificate', identifiedBy(KEY, 'Root', 5), 'exact'],
  ['another key and the certificate', identifiedBy(OTHER_KEY, 'Root', 5), 'mismatch'],
  ['another certificate of that issuer', identifiedBy(null, 'Root', 6), 'mismatch'],
  ['another certificate of that issuer with the same key', identifiedBy(KEY, 'Root', 6), 'key'],
  ['a certificate of another issuer', identifiedBy(KEY, 'Other', 5), 'key'],
  ['a serial number without an issuer', identifiedBy(null, undefined, 5), 'name']
] as const) {
  t.test(`an authorityKeyIdentifier with ${name} is matched by ${expected}`, async (t) => {
    t.equal(matchIssuer(certificate, issuer), expected)
  })
}

t.test('an issuer without a key identifier fits by its name', async (t) => {
  t.equal(matchIssuer(identifiedBy(KEY), { ...issuer, subjectKeyIdentifier: null } as Certificate), 'name')
})

t.test('self-signed is what is self-issued and names no other key', async (t) => {
  const claims = (isSelfIssued: boolean, keyIdentifier: Buffer): boolean =>
    claimsToBeSelfSigned({ ...issuer, ...identifiedBy(keyIdentifier), isSelfIssued } as Certificate)
  t.ok(claims(true, KEY))
  t.notOk(claims(false, KEY))
  t.notOk(claims(true, OTHER_KEY), 'a new key that is signed with an old one')
})

t.test('the match is told as one bit', async (t) => {
  t.equal(issuerMatchInfo('exact'), CertTrustInfo.HAS_EXACT_MATCH_ISSUER)
  t.equal(issuerMatchInfo('key'), CertTrustInfo.HAS_KEY_MATCH_ISSUER)
  t.equal(issuerMatchInfo('name'), CertTrustInfo.HAS_NAME_MATCH_ISSUER)
  t.equal(issuerMatchInfo('mismatch'), CertTrustInfo.HAS_NAME_MATCH_ISSUER)
})

t.test('bytes are the same if all are', async (t) => {
  t.ok(sameBytes(Buffer.of(1, 2), Uint8Array.of(1, 2)))
  t.notOk(sameBytes(Buffer.of(1, 2), Buffer.of(1)))
})
