// lessons.md S3-S6, S9 and S20 where not every client is asked in the handshake: in the middle of a request, by host
// name, and both at once
import t from 'tap'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import type { TlsVersion } from '../support/conversation.js'
import { entry, signedCrl, time as date } from '../support/crl.js'
import { commonName, integer } from '../support/der.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { createAuthority } from '../support/pki.js'
import type { TlsEndpoint } from '../support/raw-tls.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// A week in which all certificates here are valid.
const notBefore = new Date('2026-03-02T00:00:00Z')
const notAfter = new Date('2026-03-08T23:59:59Z')
const within = new Date('2026-03-05T12:00:00Z')
const after = new Date('2026-03-09T00:00:00Z')

const root = await createAuthority({ commonName: 'Root', notBefore, notAfter })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice' })

const site: SiteOptions = {
  virtualRoots: {
    '/required': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 },
    '/required/wanted': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] },
    '/wanted': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] },
    '/wanted/required': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 }
  },
  users: { Alice: { issuerCN: 'Issuer' } },
  trustAnchors: root.pem,
  intermediates: issuer.pem,
  clock: () => within
}

type Answers = (paths: readonly string[], identity?: TlsEndpoint['identity']) => Promise<unknown[]>

interface Acquired {
  /** What answers on a connection of its own, or one that resumes the last one: a sub-status, or the user. */
  readonly ask: Answers
  readonly resume: Answers
}

const ways: Array<[why: string, tls: TlsVersion, servername: string, options: Partial<SiteOptions>]> = [
  ['in the middle of a request', 'TLSv1.2', '', { acquire: 'renegotiate' }],
  ['in the middle of a request, to a host of many', 'TLSv1.2', 'www.test', { acquire: 'renegotiate', certificateHost: 'secure.test' }],
  ['by host name, TLS 1.2', 'TLSv1.2', 'secure.test', { certificateHost: 'secure.test' }],
  ['by host name, TLS 1.3', 'TLSv1.3', 'secure.test', { certificateHost: 'secure.test' }]
]

type Given = TlsEndpoint['identity']

/** A test for each way to come to a certificate. */
function everyWay (
  name: string, run: (t: Test, start: (options?: Partial<SiteOptions>) => Promise<Acquired>) => Promise<void>
): void {
  t.test(name, async (t) => {
    for (const [why, tls, servername, way] of ways) {
      await t.test(why, (t) => run(t, async (options = {}) => {
        const byHostName = servername !== ''
        const { port, connections } = await startSite(t, { ...site, ...way, ...options }, { byHostName })
        const endpoint = { port, tls, ...byHostName && { servername } }
        const headers = byHostName ? { host: servername } : {}
        let session: Buffer | undefined
        const answers = async (resumed: Buffer | undefined, paths: readonly string[], identity: Given) => {
          const requests = paths.map((path) => ({ path, headers }))
          const visited = await visit({ ...endpoint, identity: identity ?? null }, requests, resumed)
          session = visited.session
          t.equal(connections.at(-1)?.resumed, resumed !== undefined)
          return visited.responses.map(({ json }) => json['subStatus'] ?? json['user'])
        }
        return {
          ask: (paths, identity) => answers(undefined, paths, identity),
          resume: (paths, identity) => answers(session, paths, identity)
        }
      }))
    }
  })
}

everyWay('S3, S4: who resumes is judged by the rules and the time of now', async (t, start) => {
  let now = within
  let allowed = true
  const { ask, resume } = await start({ clock: () => now, mapUser: () => allowed })
  t.same(await ask(['/required'], alice), ['Alice'])
  t.same(await resume(['/required', '/wanted'], alice), ['Alice', 'Alice'])
  allowed = false
  t.same(await resume(['/required', '/wanted'], alice), ['403.12', '403.12'])
  now = after
  t.same(await resume(['/required', '/wanted'], alice), ['403.17', '403.17'])
})

everyWay('S5: a chain that only the client knows is as good on the resumed session', async (t, start) => {
  const { ask, resume } = await start({ intermediates: [] })
  t.same(await ask(['/required'], alice), ['Alice'])
  t.same(await resume(['/required'], alice), ['Alice'])
  t.same(await resume(['/required'], alice), ['Alice'])
})

everyWay('S6: a certificate that expires, or a user who is taken away, during a keep-alive', async (t, start) => {
  const moments = [within, within, after, after, within]
  let asked = 0
  const { ask } = await start({ mapUser: () => ++asked < 3 })
  t.same(await ask(Array(3).fill('/required'), alice), ['Alice', 'Alice', '403.12'])
  let now = within
  const expiring = await start({ clock: () => now, mapUser: () => { now = moments.shift()!; return true } })
  t.same(await expiring.ask(Array(4).fill('/required'), alice), ['Alice', 'Alice', '403.17', '403.17'])
})

everyWay('S9: roots within roots, one that wants a certificate and one that requires it, in both orders', async (t, start) => {
  const { ask } = await start()
  const impostor = await (await createAuthority({ commonName: 'Issuer', notBefore, notAfter })).issue({ commonName: 'Alice' })
  for (const paths of [['/wanted', '/wanted/required'], ['/required', '/required/wanted']]) {
    for (const order of [paths, paths.toReversed()]) {
      t.same(await ask(order, alice), ['Alice', 'Alice'], order.join())
      t.same(await ask(order), order.map((path) => path.endsWith('wanted') ? null : '403.7'), order.join())
      t.same(await ask(order, impostor), ['403.16', '403.16'], order.join())
    }
  }
})

everyWay('S20: a client of whom no CRL tells is refused, and so is one that is revoked, resumed or not', async (t, start) => {
  const anchor = handMadeAuthority({ subject: commonName('Issuer') })
  const bob = handMade(anchor, { subject: commonName('Bob'), serialNumber: integer('0b') })
  const good = signedCrl(anchor)
  const expired = { nextUpdate: date('260602000000Z') }
  const entries = [entry('0b')]
  const cases: ReadonlyArray<readonly [crls: Buffer[], answer: string]> = [
    [[good], 'Alice'],
    [[], '403.16'],
    [[signedCrl(anchor, expired)], '403.16'],
    [[signedCrl(handMadeAuthority({ subject: commonName('Issuer') }))], '403.16'],
    [[signedCrl(anchor, { entries })], '403.13'],
    [[signedCrl(anchor, { ...expired, entries })], '403.13'],
    [[good, signedCrl(anchor, { entries })], '403.13']
  ]
  for (const [crls, answer] of cases) {
    const { ask, resume } = await start({
      // Hand-made certificates and CRLs are fresh in June 2026.
      clock: () => new Date('2026-06-15T12:00:00Z'), trustAnchors: anchor.pem, intermediates: [], crls
    })
    t.same(await ask(['/required', '/wanted'], bob), [answer, answer])
    t.same(await resume(['/required', '/wanted'], bob), [answer, answer])
  }
})
