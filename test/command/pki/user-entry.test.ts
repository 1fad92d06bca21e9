import t from 'tap'
import { jsonEntry, registryEntry, userEntryOf } from '../../../lib/command/pki/user-entry.js'
import { siteFromRegistry } from '../../../lib/site/registry-file.js'
import { Users, type UserOptions } from '../../../lib/site/users.js'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { createAuthority } from '../../support/pki.js'

const issuer = await createAuthority({ subject: [{ O: [{ utf8String: 'Company' }] }, { CN: [{ utf8String: 'Issuer "A"' }] }] })
const certificate = Certificate.decode((await issuer.issue({ commonName: 'x', serialNumber: '010a03' })).der)
const entry = userEntryOf('Al "A" Smith', certificate)

t.test('an entry has the issuer\'s common name, and the serial number byte by byte', async (t) => {
  t.same(entry, { name: 'Al "A" Smith', issuerCN: 'Issuer "A"', serialNumber: '01:0A:03' })
  const single = Certificate.decode((await issuer.issue({ commonName: 'x', serialNumber: '05' })).der)
  t.equal(userEntryOf('x', single).serialNumber, '05')
})

for (const [kind, read] of [
  ['JSON', () => JSON.parse(`{${jsonEntry(entry)}}`)],
  ['a registry file', () => siteFromRegistry(registryEntry(entry)).users]
] as Array<[string, () => Record<string, UserOptions>]>) {
  t.test(`in ${kind} the entry is one that maps the certificate to the user`, async (t) => {
    t.equal(new Users(read(), 'big').match(certificate)?.name, 'Al "A" Smith')
  })
}

t.test('the entry of a registry file is the key of the user alone', async (t) => {
  t.equal(registryEntry(entry), `[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Al "A" Smith]
"IssuerCN"="Issuer \\"A\\""
"SerialNumber"=hex:01,0a,03`)
})
