import t from 'tap'
import { mappingFindings } from '../../../lib/command/check/mapping.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { Users, type UsersOptions } from '../../../lib/site/users.js'
import { createAuthority } from '../../support/pki.js'

const places = new Places({ file: 'site.json' })
const company = await createAuthority({ commonName: 'Company' })
const twin = await createAuthority({ commonName: 'Company' })

function messages (users: UsersOptions, options: Partial<SiteOptions> = {}): string[] {
  return mappingFindings({ virtualRoots: {}, users, ...options }, new Users(users, 'big'), places)
    .map(({ severity, message }) => `${severity}: ${message}`)
}

t.test('users that no certificate maps to are told one by one', async (t) => {
  t.same(messages({ Al: { issuerCN: 'x' }, Bo: { issuerCN: 'x', serialNumber: '01' }, Cy: { issuerCN: 'x' } }), [
    "warning: users['Bo']: no certificate maps to this user, 'Al' before it takes all of them",
    "warning: users['Cy']: no certificate maps to this user, 'Al' before it takes all of them"
  ])
})

t.test('an issuer is one key', async (t) => {
  const users = { Al: { issuerCN: 'Company' }, Bo: { serialNumber: '01' } }
  t.same(messages(users, { trustAnchors: [company.pem, company.der] }), [])
  t.same(messages(users, { trustAnchors: company.pem, intermediates: twin.pem }), [
    "warning: users['Al'].issuerCN: two trusted keys or more are called 'Company' (site.json, site.json): what any of " +
      'them issues is mapped'
  ])
})

t.test('an issuer that nothing knows is told once', async (t) => {
  const users = { Al: { issuerCN: 'Compny', serialNumber: '01' }, Bo: { issuerCN: 'Compny', serialNumber: '02' } }
  t.same(messages(users, { trustAnchors: company.pem }), [
    "warning: users['Al'].issuerCN: no trust anchor and no intermediate is called 'Compny': certificates of that issuer " +
      'count only where clients send its own along'
  ])
})
