import t from 'tap'
import { startUpReport } from '../../lib/access/start-up-report.js'
import type { ServerFacts } from '../../lib/access/start-up-report.js'
import { startUpWords } from '../../lib/access/start-up-words.js'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import { createAuthority } from '../support/pki.js'

const { pem: trustAnchors } = await createAuthority({ commonName: 'Root' })

const both: ServerFacts = {
  tlsVersions: ['TLSv1.2', 'TLSv1.3'], httpVersions: ['HTTP/1.1', 'HTTP/2'], asks: 'everyone'
}

const renegotiate = { acquire: 'renegotiate' } as const
const host = { certificateHost: 'a.test' }

const cases: Array<[site: Partial<SiteOptions>, server: Partial<ServerFacts>, expected: string]> = [
  [{}, {}, '/x requires a certificate; every client is asked in the handshake'],
  [{ virtualRoots: { '/x': {} } }, {}, '/x asks for no certificate'],
  [{ virtualRoots: { '/x': { permissions: ['READ', 'NEGO_CERT'] } }, ...renegotiate }, { asks: 'nobody' },
    '/x accepts a certificate; HTTP/1.1 over TLS 1.2 is asked in the middle of the request, HTTP/2 over TLS 1.2 is told to come back on HTTP/1.1, TLS 1.3 goes on without'],
  [renegotiate, { asks: 'nobody', httpVersions: ['HTTP/1.1'] },
    '/x requires a certificate; TLS 1.2 is asked in the middle of the request, TLS 1.3 is refused with 403.7'],
  [host, { asks: 'certificateHost' },
    '/x requires a certificate; on a.test every client is asked in the handshake; on other hosts every client is sent to a.test (GET and HEAD)'],
  [{ certificateHost: '*.a.test' }, { asks: 'certificateHost' },
    '/x requires a certificate; on *.a.test every client is asked in the handshake; on other hosts every client is refused with 421']
]

for (const [site, server, expected] of cases) {
  t.test(expected, async (t) => {
    const virtualRoots = { '/x': { permissions: ['READ', 'REQUIRE_CERT'] } } as const
    const report = startUpReport(createSite({ virtualRoots, trustAnchors, ...site }), { ...both, ...server })
    t.strictSame(startUpWords(report), [expected])
  })
}

t.test('a route is named by its methods and its pattern', async (t) => {
  const site = createSite({ virtualRoots: { '/x': { permissions: ['READ', 'REQUIRE_CERT'] } }, trustAnchors })
  const [rule] = [...site.virtualRoots]
  const { routes } = startUpReport(site, both, [{ methods: ['GET', 'HEAD'], url: '/open/:id', rule: rule!, outer: null }])
  const report = { acquire: 'handshake', certificateHost: null, virtualRoots: [], routes } as const
  t.strictSame(startUpWords(report), ['GET, HEAD /open/:id requires a certificate; every client is asked in the handshake'])
})
