import t from 'tap'
import { issuerFindings } from '../../../lib/command/check/issuers.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import type { UsersOptions } from '../../../lib/site/users.js'
import { createAuthority } from '../../support/pki.js'

const places = new Places({ file: 'site.json' })
const company = await createAuthority({ commonName: 'Company' })
const twin = await createAuthority({ commonName: 'Company' })
const other = await createAuthority({ subject: [{ CN: ['Other'] }, { O: ['Example'] }] })

function messages (users: UsersOptions, options: Partial<SiteOptions>): string[] {
  return issuerFindings({ virtualRoots: {}, users, ...options }, places)
    .map(({ severity, message }) => `${severity}: ${message}`)
}

t.test('an issuer is one key', async (t) => {
  const users = { Al: { issuerCN: 'Company' }, Bo: { serialNumber: '01' } }
  t.same(messages(users, { trustAnchors: [company.pem, company.der] }), [])
  t.same(messages(users, { trustAnchors: company.pem, intermediates: twin.pem }), [
    "warning: users['Al'].issuerCN: two trusted keys or more are called 'Company' (site.json, site.json): what any of " +
      'them issues is mapped'
  ])
  t.same(messages(users, {}), [])
})

t.test('an issuer that nothing knows is told once', async (t) => {
  const users = { Al: { issuerCN: 'Compny', serialNumber: '01' }, Bo: { issuerCN: 'Compny', serialNumber: '02' } }
  t.same(messages(users, { trustAnchors: company.pem }), [
    "warning: users['Al'].issuerCN: no trust anchor and no intermediate is called 'Compny': certificates of that issuer " +
      'count only where clients send its own along'
  ])
})

t.test('rules on the issuer are those of one authority that is known', async (t) => {
  const users = { Al: { issuer: { CN: 'Oth*', O: 'Example' } }, Bo: { issuer: { CN: 'Company', O: 'Example' } } }
  t.same(messages(users, { trustAnchors: [company.pem, other.pem] }), [
    "warning: users['Bo'].issuer: no trust anchor and no intermediate has a subject with CN 'Company', O 'Example': " +
      'certificates of that issuer count only where clients send its own along'
  ])
})

t.test('with several anchors, entries of names alone are anyone\'s of them', async (t) => {
  const users = {
    No: { subject: { CN: 'x' }, deny: true },
    Al: { subjectAltName: { dNSName: 'a.example' } },
    Bo: { subject: { CN: 'Bo' }, issuer: { O: 'Example' } }
  }
  t.same(messages(users, { trustAnchors: company.pem }).filter((message) => message.includes('names no issuer')), [])
  t.same(messages(users, { trustAnchors: [company.pem, other.pem] }), [
    "warning: users['Al']: names no issuer, so that each of the 2 trust anchors can make a certificate of this user; add an issuer"
  ])
  t.match(messages({ ...users, Cy: { serialNumber: '01' } }, { trustAnchors: [company.pem, other.pem] }), [/^warning: users\['Al'\] \(and 1 more\): names/])
  t.same(messages({ Bo: { issuerCN: 'Other' } }, { trustAnchors: [company.pem, other.pem] }), [])
})
