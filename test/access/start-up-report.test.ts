import t from 'tap'
import { startUpReport } from '../../lib/access/start-up-report.js'
import type { Encounter, Meeting, ServerFacts } from '../../lib/access/start-up-report.js'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import type { VirtualRoot } from '../../lib/site/virtual-roots.js'
import { createAuthority } from '../support/pki.js'

const { pem: trustAnchors } = await createAuthority({ commonName: 'Root' })

const virtualRoots = {
  '/': { permissions: ['READ'] },
  '/required': { permissions: ['READ', 'REQUIRE_CERT'] },
  '/optional': { permissions: ['READ', 'NEGO_CERT'] },
  '/mapped': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'], authentication: 1 }
} as const

const everything: ServerFacts = {
  tlsVersions: ['TLSv1.2', 'TLSv1.3'], httpVersions: ['HTTP/1.1', 'HTTP/2'], asks: 'everyone'
}

function report (site: Partial<SiteOptions> = {}, server: Partial<ServerFacts> = {}) {
  return startUpReport(createSite({ virtualRoots, trustAnchors, ...site }), { ...everything, ...server })
}

t.test('the report says which roots ask, and who is admitted without', async (t) => {
  const { virtualRoots, ...rest } = report({ certificateHost: 'a.test' })
  t.strictSame(rest, { acquire: 'handshake', certificateHost: 'a.test', routes: [] })
  t.strictSame(virtualRoots.map(({ virtualRoot, certificate }) => [virtualRoot, certificate]), [
    ['/', 'notAskedFor'], ['/required', 'required'], ['/optional', 'optional'], ['/mapped', 'required']
  ])
  t.same(virtualRoots[0]?.encounters, [])
})

/** What `/required` has for these clients: each host with HTTP/1.1 and HTTP/2 on TLS 1.2, then on TLS 1.3. */
type Meetings = Partial<Record<Encounter['host'], readonly [Meeting, Meeting, Meeting, Meeting]>>

const [inHandshake, inRequest, toHost] = ['askedInHandshake', 'askedInRequest', 'sentToCertificateHost'] as const
const always = [inHandshake, inHandshake, inHandshake, inHandshake] as const
const sent = [toHost, toHost, toHost, toHost] as const
const misdirected = ['misdirected', 'misdirected', 'misdirected', 'misdirected'] as const
const host = { certificateHost: 'a.test' }
const pattern = { certificateHost: '*.a.test' }
const renegotiate = { acquire: 'renegotiate' } as const

const cases: Array<[why: string, site: Partial<SiteOptions>, asks: ServerFacts['asks'], expected: Meetings]> = [
  ['everyone is asked in the handshake', {}, 'everyone', { anyHost: always }],
  ['everyone is asked on every host', host, 'everyone', { anyHost: always }],
  ['by host name', host, 'certificateHost', { certificateHost: always, otherHost: sent }],
  ['by a pattern, to which nobody can be sent', pattern, 'certificateHost', { certificateHost: always, otherHost: misdirected }],
  ['in the request', renegotiate, 'nobody', { anyHost: [inRequest, 'sentToHttp1', 'refused', 'refused'] }],
  ['in the request, with another server beside it', { ...renegotiate, ...host }, 'nobody', { anyHost: [inRequest, 'sentToHttp1', toHost, toHost] }],
  ['in the request, and by host name', { ...renegotiate, ...host }, 'certificateHost', { certificateHost: always, otherHost: [inRequest, 'sentToHttp1', toHost, toHost] }],
  ['in the request, and by a pattern', { ...renegotiate, ...pattern }, 'certificateHost', { certificateHost: always, otherHost: [inRequest, 'sentToHttp1', 'misdirected', 'misdirected'] }]
]

for (const [why, site, asks, expected] of cases) {
  t.test(why, async (t) => {
    const { virtualRoots } = report(site, { asks })
    const encounters = virtualRoots[1]!.encounters
    const hosts = [...new Set(encounters.map(({ host }) => host))]
    t.strictSame(Object.fromEntries(hosts.map((host) => {
      return [host, encounters.filter((encounter) => encounter.host === host).map(({ meets }) => meets)]
    })), expected)
    t.strictSame(encounters.slice(0, 4).map(({ tls, http }) => `${http} ${tls}`), [
      'HTTP/1.1 TLSv1.2', 'HTTP/2 TLSv1.2', 'HTTP/1.1 TLSv1.3', 'HTTP/2 TLSv1.3'
    ])
  })
}

t.test('who can not be asked is admitted where the root admits him', async (t) => {
  const { virtualRoots } = report(renegotiate, { asks: 'nobody', tlsVersions: ['TLSv1.3'], httpVersions: ['HTTP/1.1'] })
  t.same(virtualRoots.map(({ encounters }) => encounters.map(({ meets }) => meets)), [
    [], ['refused'], ['goesOnWithout'], ['refused']
  ])
})

t.test('a server without TLS meets nobody who could be asked', async (t) => {
  for (const { encounters } of report({}, { tlsVersions: [], asks: 'nobody' }).virtualRoots) t.same(encounters, [])
})

t.test('routes are told of if they ask for more than their virtual root', async (t) => {
  const site = createSite({ virtualRoots, trustAnchors })
  const [open, required, optional] = [...site.virtualRoots]
  const route = (url: string, rule: VirtualRoot, outer: VirtualRoot | null) => ({ methods: ['GET'], url, rule, outer })
  const { routes } = startUpReport(site, { ...everything, httpVersions: ['HTTP/1.1'], asks: 'nobody' }, [
    route('/required/same', required!, required!),
    route('/open/same', open!, null),
    route('/optional/closed', required!, optional!),
    route('/ruled', optional!, null)
  ])
  const clients = [{ host: 'anyHost', tls: 'TLSv1.2', http: 'HTTP/1.1' }, { host: 'anyHost', tls: 'TLSv1.3', http: 'HTTP/1.1' }]
  const all = (meets: Meeting) => clients.map((client) => ({ ...client, meets }))
  t.strictSame(routes, [
    { methods: ['GET'], url: '/optional/closed', certificate: 'required', encounters: all('refused') },
    { methods: ['GET'], url: '/ruled', certificate: 'optional', encounters: all('goesOnWithout') }
  ])
})
