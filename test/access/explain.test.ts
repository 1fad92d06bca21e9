import t from 'tap'
import { explainer, type ExplainOptions } from '../../lib/access/explain.js'
import { createSite, type SiteOptions } from '../../lib/site/options.js'
import { RouteRules } from '../../lib/site/route-rules.js'
import { createGuardedSite } from '../support/guarded-site.js'

const { site: options, authority, alice } = await createGuardedSite({ '/open': { permissions: ['READ'] } })
const intermediate = await authority.issueAuthority({ commonName: 'Subsidiary' })
const bob = await intermediate.issue({ commonName: 'Bob' })

function explain (given: ExplainOptions, more: Partial<SiteOptions> = {}) {
  const site = createSite({ ...options, ...more })
  return explainer(site, new RouteRules(site.virtualRoots))(given)
}

t.test('every step is told, up to the one that refuses', async (t) => {
  const { steps, ...answer } = explain({ path: '/Accounts/x' })
  t.match(answer, { admitted: false, code: 'FST_CE_CERT_REQUIRED', statusCode: 403, subStatus: '403.7', virtualRoot: { path: '/Accounts' } })
  t.strictSame(steps.map(({ step, outcome }) => [step, outcome]), [
    ['virtualRoot', 'passed'], ['transport', 'passed'], ['host', 'skipped'], ['certificate', 'refused']
  ])
})

t.test('a certificate is judged as that of a client', async (t) => {
  t.match(explain({ path: '/Accounts', certificate: alice.pem }), { admitted: true, pseudoUser: { name: 'Alice' } })
  t.match(explain({ path: '/Accounts', certificate: bob.pem }), { subStatus: '403.16' })
  t.match(explain({ path: '/Accounts', certificate: bob.pem, chain: [intermediate.pem] }), { subStatus: '403.12' })
  t.match(explain({ path: '/open', certificate: alice.pem }), { admitted: true, chain: null }, 'where none is asked for none counts')
})

t.test('at the time that is given, or that of the site', async (t) => {
  const later = new Date('2099-01-01T00:00:00Z')
  t.match(explain({ path: '/Accounts', certificate: alice.pem, time: later }), { subStatus: '403.17' })
  t.match(explain({ path: '/Accounts', certificate: alice.pem }, { clock: () => later }), { subStatus: '403.17' })
})

t.test('method, connection and route options are those of the request', async (t) => {
  t.match(explain({ path: '/open', method: 'post' }), { subStatus: '403.3' })
  t.match(explain({ path: '/Accounts', connection: { encrypted: false } }), { subStatus: '403.4' })
  t.match(explain({ path: '/Accounts', connection: { cipherBits: 112 } }), { subStatus: '403.5' })
  t.match(explain({ path: '/open', config: { permissions: ['REQUIRE_CERT'] } }), { subStatus: '403.7' })
  t.match(explain({ path: '/open/../Accounts' }), { statusCode: 400 })
  t.match(explain({ path: '/elsewhere?x' }), { admitted: true, virtualRoot: null })
})

t.test('a site with a certificateHost is asked on that host', async (t) => {
  const more = { certificateHost: 'secure.example.org' }
  t.match(explain({ path: '/Accounts', certificate: alice.pem }, more), { admitted: true })
  t.match(explain({ path: '/Accounts', connection: { host: 'other.example.org' } }, more), { statusCode: 421 })
  t.match(explain({ path: '/Accounts', connection: { host: 'other.example.org', serverName: null, port: '8443', acquisition: 'tls13' } }, more), {
    statusCode: 307, code: 'FST_CE_CERT_HOST', location: 'https://secure.example.org:8443/Accounts'
  })
})

t.test('a site that asks in the middle of requests has asked, if nothing else is said', async (t) => {
  const more = { acquire: 'renegotiate' } as const
  const wanted = { path: '/open', config: { permissions: ['READ', 'NEGO_CERT'] } } as const
  t.match(explain({ path: '/Accounts', certificate: alice.pem }, more), { admitted: true })
  t.match(explain(wanted, more), { admitted: true, steps: [{}, {}, {}, { inputs: { acquisition: 'asked' } }, {}, {}, {}, {}] })
  t.match(explain({ ...wanted, connection: { acquisition: null } }, more), { subStatus: '403.7' })
})

t.test('what makes no sense is a TypeError', async (t) => {
  const mistakes: Array<[given: object, message: RegExp]> = [
    [{}, /explain.path: undefined is not a string/],
    [{ path: 'Accounts' }, /does not begin with '\/'/],
    [{ path: '/', url: '/' }, /unknown option 'url'/],
    [{ path: '/', method: 5 }, /explain.method/],
    [{ path: '/', connection: { cipher: 5 } }, /explain.connection: unknown option 'cipher'/],
    [{ path: '/Accounts', certificate: 5 }, /./],
    [{ path: '/Accounts', certificate: alice.pem, time: 5 }, /5 is not a Date/],
    [{ path: '/open', config: { userlist: '' } }, /did you mean 'userList'/]
  ]
  for (const [given, message] of mistakes) t.throws(() => explain(given as ExplainOptions), { name: 'TypeError', message })
})
