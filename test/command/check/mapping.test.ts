import t from 'tap'
import { inspectOptions } from '../../../lib/command/check/inspect-options.js'
import { mappingFindings } from '../../../lib/command/check/mapping.js'
import { shadowedUsers } from '../../../lib/command/check/shadows.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import type { UsersOptions } from '../../../lib/site/users.js'
import { createAuthority } from '../../support/pki.js'

const places = new Places({ file: 'site.json' })

function messages (users: UsersOptions, rest: Partial<SiteOptions> = {}): string[] {
  const options = { virtualRoots: {}, users, ...rest }
  const horizon = { time: new Date(), days: 10 }
  return mappingFindings(options, inspectOptions(options).parts, shadowedUsers(options), places, horizon)
    .map(({ severity, message }) => `${severity}: ${message}`)
}

t.test('users that no certificate maps to are told one by one', async (t) => {
  t.same(messages({ Al: { issuerCN: 'x' }, Bo: { issuerCN: 'x', serialNumber: '01' }, Cy: { issuerCN: 'x' } }), [
    "warning: users['Bo']: no certificate maps to this user, 'Al' before it takes all of them",
    "warning: users['Cy']: no certificate maps to this user, 'Al' before it takes all of them"
  ])
})

t.test('a denial that denies nobody', async (t) => {
  const mallory = { subject: { CN: 'Mal*' }, deny: true }
  t.same(messages({ Staff: { subject: { CN: 'M*' } }, No: mallory, 'No too': mallory }), [
    "warning: users['No']: denies nobody, 'Staff' before it takes all of them; put the denial first",
    "warning: users['No too']: denies nobody, 'Staff' before it takes all of them; put the denial first"
  ])
  t.same(messages({ No: mallory, 'No too': mallory }), ["warning: users['No too']: denies nobody, 'No' before it takes all of them"])
})

t.test('an entry that takes everybody', async (t) => {
  t.same(messages({ No: { subject: { OU: 'x*' }, deny: true }, All: { subject: { CN: '*' }, issuer: { O: '*' } } }), [
    "warning: users['All']: whoever has a trusted certificate with any subject.CN and issuer.O is this user"
  ])
  t.same(messages({ None: { subject: { CN: '*' }, deny: true } }), [
    "warning: users['None']: whoever has a trusted certificate with any subject.CN is denied"
  ])
})

t.test('what is said of issuers and of single certificates is among it', async (t) => {
  const { pem } = await createAuthority({ commonName: 'Root' })
  const { pem: certificate } = await (await createAuthority({ commonName: 'Other' })).issue({ commonName: 'Eve' })
  t.match(messages({ Al: { issuerCN: 'x' }, Eve: { certificate } }, { trustAnchors: pem }), [/issuerCN: no trust/, /it is refused/])
})
