import t from 'tap'
import { UrlFlags } from '../../lib/index.js'
import { createAuthority } from '../support/pki.js'
import type { Identity } from '../support/pki.js'
import type { ClientIdentity } from '../support/clients.js'
import { createAccounts } from './accounts-site.js'
import { testMatrix } from './matrix.js'
import { startObservedSite } from './observed-site.js'
import { certificateFacts, log, rows } from './rows.js'
import type { Row, Visitor } from './visitor.js'

/** CERT_TRUST_IS_PARTIAL_CHAIN | CERT_TRUST_IS_UNTRUSTED_ROOT, the number of Microsoft's page. */
const SEEDS_OVERRIDE = 0x00010020

const accounts = await createAccounts(t)
// Only the client knows the issuer.
const site = { ...accounts.site, intermediates: [] }

const stranger = await createAuthority({ commonName: 'CompanyIssuer' })
const alice = { commonName: 'Alice', serialNumber: '01020304000000000005' }
// The year 2024.
const lastYear = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2024-12-31T23:59:59Z') }

/** What the chain of a certificate looks like if its root came along, and if it did not. */
const SENT = { trust: ['IS_UNTRUSTED_ROOT'], root: [['CompanyIssuer', ['IS_UNTRUSTED_ROOT']]] } as const
const NOT_SENT = { trust: ['IS_PARTIAL_CHAIN'], root: [] } as const
const EXPIRED = ['IS_NOT_TIME_VALID']

/** A certificate good but for its root, and one expired too; each with its root and without. */
async function strangers (good: Row['answer'], late: Row['answer']): Promise<Visitor[]> {
  // Each has a key of its own: what came with a certificate once would count for it the next time.
  return [
    visitor('valid, its root sent along,', withRoot(await stranger.issue(alice)), [], SENT, good),
    visitor('valid, its root not sent,', await stranger.issue(alice), [], NOT_SENT, good),
    visitor('expired, its root sent along,', withRoot(await stranger.issue({ ...alice, ...lastYear })), EXPIRED, SENT, late),
    visitor('expired, its root not sent,', await stranger.issue({ ...alice, ...lastYear }), EXPIRED, NOT_SENT, late)
  ]
}

function withRoot ({ pem, keyPem }: Identity): ClientIdentity {
  return { pem, keyPem, intermediatesPem: stranger.pem, chainPem: pem + stranger.pem }
}

function visitor (
  who: string,
  identity: ClientIdentity,
  own: readonly string[],
  { trust, root }: typeof SENT | typeof NOT_SENT,
  answer: Row['answer']
): Visitor {
  const certificate = certificateFacts(identity.pem, [...own, ...trust], [['Alice', own], ...root])
  const path = '/Accounts/balance'
  const row = typeof answer === 'string'
    ? rows([`is refused with ${answer}`, { path }, answer, log('/Accounts', 'trust', { certificate })])
    : rows(['is admitted', { path }, answer, log('/Accounts', 'permissions', { ...answer, certificate })])
  return { who, identity, rows: row }
}

const cells = { tried: 4 * 36, impossible: 4 * 24 }

t.test('an unknown root is refused', async t => testMatrix(t, {
  site,
  visitors: await strangers('FST_CE_CERT_UNTRUSTED', 'FST_CE_CERT_UNTRUSTED'),
  cells
}))

t.test('with CertTrustOverride 0x00010020 it is admitted, and refused if it is also expired', async t => testMatrix(t, {
  site: { ...site, certTrustOverride: SEEDS_OVERRIDE },
  visitors: await strangers({ user: 'Alice' }, 'FST_CE_CERT_TIME'),
  cells
}))

t.test('the start warns of each bit that is overridden, and of names that anyone can write', async t => {
  const { warnings } = await startObservedSite(t, { ...site, certTrustOverride: SEEDS_OVERRIDE })
  t.same(warnings, [
    'certTrustOverride: certificates with CERT_TRUST_IS_UNTRUSTED_ROOT are accepted',
    'certTrustOverride: certificates with CERT_TRUST_IS_PARTIAL_CHAIN are accepted',
    'certTrustOverride: with CERT_TRUST_IS_UNTRUSTED_ROOT and CERT_TRUST_IS_PARTIAL_CHAIN ignored, anyone can make a ' +
      'certificate that maps to a user by its issuerCN'
  ])
})

t.test('without an override the start has nothing to warn of', async t => {
  t.same((await startObservedSite(t, site)).warnings, [])
})

t.test('P=0x000001C4 is EXECUTE, REQUIRE_CERT, MAP_CERT and SSL128', async t => {
  t.same(UrlFlags.namesOf(0x000001C4), ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'])
  t.match(site.virtualRoots, { '/Accounts': { permissions: 0x000001C4, authentication: 1 } })
})
