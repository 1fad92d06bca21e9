import t from 'tap'
import { askedUser } from '../../../lib/command/explain/asked-user.js'
import type { MapUser } from '../../../lib/site/map-user.js'
import { createAuthority } from '../../support/pki.js'

const root = await createAuthority({ commonName: 'Root' })
const alice = await root.issue({ commonName: 'Alice' })
const site = {
  virtualRoots: { '/a': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  users: { Alice: { issuerCN: 'Root' } },
  trustAnchors: root.pem
} as const
const question = { path: '/a', certificate: alice.pem, time: new Date() }

for (const [name, mapUser, expected] of [
  ['admits', () => true, { allowed: true, said: 'mapUser answered true when it was asked' }],
  ['refuses', async (certificate, user) => user.name !== 'Alice', { allowed: false, said: 'mapUser answered false when it was asked' }],
  ['fails', () => { throw new Error('no database') }, { allowed: false, said: 'mapUser failed: no database' }],
  ['is late', () => new Promise(() => {}), { allowed: false, said: 'mapUser failed: no answer within 20 ms' }]
] as ReadonlyArray<[name: string, mapUser: MapUser, expected: object]>) {
  t.test(`the site's own word: it ${name}`, async (t) => {
    t.same(await askedUser({ ...site, mapUser, mapUserTimeout: 20 }, question), expected)
  })
}

t.test('nobody is asked where nothing hangs on it', async (t) => {
  const mapUser = (): never => { throw new Error('it was asked') }
  t.equal(await askedUser({ ...site, mapUser }, { ...question, certificate: null }), null)
  t.equal(await askedUser({ ...site, mapUser }, { ...question, path: '/' }), null)
})
