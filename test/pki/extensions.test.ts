import t from 'tap'
import { extensionsOf, type Profile } from '../../lib/pki/extensions.js'
import { generateKeys } from '../../lib/pki/keys.js'

const { publicKey } = await generateKeys('P-256')

/** The OIDs of the extensions of a certificate. */
async function typesOf (profile: Profile, more: { hosts?: string[], crlUrl?: string } = {}): Promise<string[]> {
  const { hosts = [], ...others } = more
  return (await extensionsOf({ profile, publicKey, issuerKey: publicKey, hosts, ...others })).map(({ type }) => type)
}

// basicConstraints, keyUsage, extKeyUsage, subjectAltName, subject and authority key identifier, cRLDistributionPoints
t.test('each profile has the extensions that RFC 5280 asks for', async (t) => {
  t.strictSame(await typesOf('authority'), ['2.5.29.19', '2.5.29.15', '2.5.29.14', '2.5.29.35'])
  t.strictSame(await typesOf('client', { crlUrl: 'http://crl.test/' }), ['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.14', '2.5.29.35', '2.5.29.31'])
  t.strictSame(await typesOf('server', { hosts: ['a.test', '::1'] }), ['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.17', '2.5.29.14', '2.5.29.35'])
})
