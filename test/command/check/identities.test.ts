import { createHash, X509Certificate } from 'node:crypto'
import t from 'tap'
import { identityFindings } from '../../../lib/command/check/identities.js'
import { inspectOptions } from '../../../lib/command/check/inspect-options.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import type { UserOptions } from '../../../lib/site/users.js'
import { createAuthority, createSelfSigned } from '../../support/pki.js'

const places = new Places({ file: 'site.json' })
const june = { notBefore: new Date('2026-06-01T00:00:00Z'), notAfter: new Date('2026-06-30T00:00:00Z') }
const root = await createAuthority({ commonName: 'Root', ...june, notAfter: new Date('2027-06-01T00:00:00Z') })
const below = await root.issueAuthority({ commonName: 'Below' })
const alice = await root.issue({ commonName: 'Alice', ...june })
const bob = await below.issue({ commonName: 'Bob' })
const stranger = await (await createAuthority({ commonName: 'Other', ...june })).issue({ commonName: 'Eve' })
const alone = await createSelfSigned({ commonName: 'Alone', ...june })

const sha256 = (bytes: Uint8Array, encoding: 'hex' | 'base64'): string => createHash('sha256').update(bytes).digest(encoding)
const pinOf = (der: Uint8Array): string => sha256(new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' }), 'base64')
const nothing = Buffer.alloc(0)

function messages (user: UserOptions, rest: Partial<SiteOptions> = {}, time = '2026-06-10T00:00:00Z'): string[] {
  const options = { virtualRoots: {}, users: { U: user }, trustAnchors: root.pem, ...rest }
  const { parts } = inspectOptions(options)
  return identityFindings(options, parts, places, { time: new Date(time), days: 10 })
    .map(({ severity, message }) => `${severity}: ${message}`)
}

for (const [name, user, expected] of [
  ['a certificate that is trusted', { certificate: alice.pem }, []],
  ['a certificate of nobody that is known', { certificate: stranger.pem },
    ["warning: users['U'].certificate: it is refused (IS_PARTIAL_CHAIN), unless the client sends its intermediates"]],
  ['a certificate whose issuer clients send', { certificate: bob.pem },
    ["warning: users['U'].certificate: it is refused (IS_PARTIAL_CHAIN), unless the client sends its intermediates"]],
  ['a certificate that signs itself', { certificate: alone.pem }, ["warning: users['U'].certificate: it is refused (IS_UNTRUSTED_ROOT)"]],
  ['the certificate of an authority', { certificate: root.pem, deny: true }, []],
  ['a fingerprint', { fingerprint256: sha256(alice.der, 'hex') }, []],
  ['a fingerprint of nothing', { fingerprint256: sha256(nothing, 'hex') },
    ["warning: users['U'].fingerprint256: is the SHA-256 of nothing: no certificate has it"]],
  ['a fingerprint of an authority', { fingerprint256: sha256(root.der, 'hex') },
    ["warning: users['U'].fingerprint256: is that of the authority CN=Root, not of a client"]],
  ['a pin', { publicKeyPin: pinOf(alice.der) }, []],
  ['a pin of nothing', { publicKeyPin: sha256(nothing, 'base64') }, ["warning: users['U'].publicKeyPin: is the SHA-256 of nothing: no key has it"]],
  ['a pin of an authority', { publicKeyPin: pinOf(root.der) }, ["warning: users['U'].publicKeyPin: is that of the authority CN=Root, not of a client"]],
  ['a pin of a certificate', { publicKeyPin: sha256(root.der, 'base64') },
    ["warning: users['U'].publicKeyPin: is the SHA-256 of the certificate of CN=Root, not of a key"]]
] as ReadonlyArray<[name: string, user: UserOptions, expected: string[]]>) {
  t.test(`an entry with ${name}`, async (t) => {
    t.same(messages(user), expected)
  })
}

t.test('a certificate that ends, and one that is forgiven', async (t) => {
  t.same(messages({ certificate: alice.pem }, {}, '2026-06-25T00:00:00Z'), [
    "warning: users['U'].certificate ends in 5 days, on 2026-06-30"
  ])
  t.same(messages({ certificate: alice.pem }, {}, '2026-07-25T00:00:00Z'), [
    "error: users['U'].certificate ended on 2026-06-30: it is refused"
  ])
  t.same(messages({ certificate: stranger.pem }, { certTrustOverride: 0x10000 }), [])
})

t.test('without trust anchors nothing is said of trust', async (t) => {
  const { parts } = inspectOptions({ virtualRoots: {} })
  const options = { virtualRoots: {}, users: { U: { certificate: stranger.pem } } }
  t.same(identityFindings(options, parts, places, { time: new Date('2026-06-10T00:00:00Z'), days: 10 }), [])
})

t.test('a fingerprint that is distrusted too', async (t) => {
  const fingerprint256 = sha256(alice.der, 'hex')
  t.same(messages({ fingerprint256 }, { distrusted: [fingerprint256, bob.pem, bob.der] }), [
    "warning: users['U'].fingerprint256: is in distrusted too: it is refused"
  ])
})
