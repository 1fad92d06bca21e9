import t from 'tap'
import { changesOf, explainerOf, type Question } from '../../../lib/command/explain/changes.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { createAuthority, createSelfSigned } from '../../support/pki.js'

const year = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T00:00:00Z') }
const root = await createAuthority({ commonName: 'Root', ...year })
const alice = await root.issue({ commonName: 'Alice' })
const stranger = await createSelfSigned({ commonName: 'Alice', ...year })

const site: SiteOptions = {
  virtualRoots: {
    '/a': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 },
    '/open': { permissions: ['EXECUTE'] }
  },
  users: { Alice: { subject: { CN: 'Alice' } } },
  trustAnchors: root.pem
}

function changes (question: Partial<Question>, rest: Partial<SiteOptions> = {}): Record<string, string> {
  const options = { ...site, ...rest }
  const asked = { path: '/a', certificate: alice.pem, time: new Date('2026-06-01T00:00:00Z'), ...question }
  return Object.fromEntries(changesOf(options, asked, explainerOf(options)(asked)).map(({ change, decision }) => {
    return [change, decision.subStatus ?? decision.pseudoUser?.name ?? 'nobody']
  }))
}

const always = {
  'without a certificate': '403.7',
  'over plain HTTP': '403.4',
  'at 2025-12-31 23:59:59 UTC': '403.17',
  'at 2026-12-31 00:00:01 UTC': '403.17'
}

t.test('the request itself: method, certificate, transport, time', async (t) => {
  t.same(changes({}), { 'with the method POST': '403.3', ...always })
  t.same(changes({ method: 'put' }, { virtualRoots: { '/a': { permissions: ['READ'] } } }), {
    'with the method GET': 'nobody', 'with WRITE in the permissions of /a': 'nobody', 'with EXECUTE in the permissions of /a': 'nobody'
  })
  t.same(changes({ connection: { encrypted: false, cipherBits: 0 } }), { 'over TLS': 'Alice' })
})

t.test('the site\'s own word, where all hangs on it', async (t) => {
  t.match(changes({}, { mapUser: () => true }), { 'if mapUser answered false': '403.12' })
  t.match(changes({ mapUser: false }, { mapUser: () => true }), { 'if mapUser answered true': 'Alice' })
  t.notOk('if mapUser answered false' in changes({ certificate: null }, { mapUser: () => true }))
})

t.test('paths that an ambiguous one may stand for', async (t) => {
  t.same(changes({ path: '/open/..;/a', certificate: null }), { 'with the path /': 'nobody', 'with the path /a': '403.7' })
  t.same(changes({ path: '/open/%zz' }), {})
})

t.test('what is admitted only because something is forgiven', async (t) => {
  t.match(changes({ certificate: stranger.pem }, { certTrustOverride: 0x20 | 0x1 }), {
    'without certTrustOverride IS_UNTRUSTED_ROOT': '403.16'
  })
  t.same(changes({}, { certTrustOverride: 0x1 }), { 'with the method POST': '403.3', 'without a certificate': '403.7', 'over plain HTTP': '403.4' })
})
