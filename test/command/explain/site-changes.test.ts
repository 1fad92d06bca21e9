import t from 'tap'
import { explainerOf, type Question } from '../../../lib/command/explain/changes.js'
import { siteChanges } from '../../../lib/command/explain/site-changes.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import type { VirtualRootOptions } from '../../../lib/site/virtual-roots.js'
import { createAuthority } from '../../support/pki.js'

const root = await createAuthority({ commonName: 'Root' })
const alice = await root.issue({ commonName: 'Alice', serialNumber: '0a' })
const nameless = await createAuthority({ subject: [{ O: ['Company'] }] })
const nemo = await nameless.issue({ commonName: 'Nemo' })
const certificate = ['READ', 'REQUIRE_CERT', 'MAP_CERT'] as const

/** The changes, and what would come of them. */
function changes (
  virtualRoot: VirtualRootOptions, question: Partial<Question> = {}, rest: Partial<SiteOptions> = {}
): Record<string, string> {
  const options: SiteOptions = {
    virtualRoots: { '/a/': virtualRoot, '/b': {} },
    users: { Alice: { issuerCN: 'Root', serialNumber: '0a', groups: 'x' } },
    trustAnchors: [root.pem, nameless.pem],
    ...rest
  }
  const asked = { path: '/a', certificate: alice.pem, time: new Date(), ...question }
  return Object.fromEntries(siteChanges(options, explainerOf(options)(asked)).map(([change, other]) => {
    const { subStatus, pseudoUser } = explainerOf(other)(asked)
    return [change, subStatus ?? pseudoUser?.name ?? 'nobody']
  }))
}

const plain = { connection: { encrypted: false, cipherBits: 0 } }

t.test('flags of transport', async (t) => {
  t.same(changes({ permissions: ['READ', 'SSL', 'SSL128'] }, plain), {
    'without SSL in the permissions of /a': '403.5', 'without SSL128 in the permissions of /a': '403.4'
  })
  t.same(changes({ permissions: certificate }, plain), {})
})

t.test('a certificate that is not wanted', async (t) => {
  t.same(changes({ permissions: certificate, authentication: 1 }, { certificate: null }), {
    'with NEGO_CERT in place of REQUIRE_CERT at /a': '403.7',
    'with NEGO_CERT in place of REQUIRE_CERT at /a, and authentication 0': 'nobody'
  })
})

t.test('an entry that maps the certificate', async (t) => {
  const users = { 'SOMEONE 1': { issuerCN: 'x' } }
  t.same(changes({ permissions: certificate, authentication: 1, userList: 'Alice' }, {}, { users }), {
    "with a user { issuerCN: 'Root', serialNumber: '0A' }": '403.12',
    'with such a user, and first in the userList of /a': 'someone 2'
  })
  const [change] = Object.keys(changes({ permissions: certificate, authentication: 1 }, { certificate: nemo.pem }))
  t.match(change, /^with a user \{ fingerprint256: '(?:[\dA-F]{2}:){31}[\dA-F]{2}' \}$/)
})

t.test('a denial', async (t) => {
  const users = { No: { subject: { CN: 'Al*' }, deny: true }, Alice: { issuerCN: 'Root' } }
  t.same(changes({ permissions: certificate }, {}, { users }), { 'without the entry No of users': 'Alice' })
})

t.test('lists and levels', async (t) => {
  t.same(changes({ permissions: certificate, authentication: 1, userList: '-@x' }), {
    'with Alice first in the userList of /a': 'Alice', 'with Alice in adminUsers': 'Alice', 'with authentication 1 at /a': '403.12'
  })
  t.same(changes({ permissions: certificate, authentication: 2 }, {}, { adminUsers: 'Bob' }), {
    'with Alice first in the userList of /a': '403.12', 'with Alice in adminUsers': 'Alice', 'with authentication 1 at /a': 'Alice'
  })
  t.same(changes({ authentication: 1 }), { 'with authentication 1 at /a': '403.12' })
})

t.test('permissions', async (t) => {
  t.same(changes({ permissions: ['SSL'] }), {
    'with READ in the permissions of /a': 'nobody', 'with WRITE in the permissions of /a': '403.2', 'with EXECUTE in the permissions of /a': 'nobody'
  })
})

t.test('trust, and steps that nothing in the site can change', async (t) => {
  t.match(Object.keys(changes({ permissions: certificate }, { time: new Date('2020-01-01') })), [/certTrustOverride/])
  t.same(changes({}, { path: '/a/%zz' }), {})
})
