import t from 'tap'
import { AccessFlags } from '../../../lib/command/convert/access-flags.js'
import { UrlFlags } from '../../../lib/site/flags.js'
import type { VirtualRootOptions } from '../../../lib/site/virtual-roots.js'

/** The virtual roots, their permissions by name, and what was lost. */
function read (...elements: Array<readonly [location: string, sslFlags?: string]>): unknown[] {
  const lost: string[] = []
  const access = new AccessFlags((_, what) => { lost.push(what) })
  for (const [location, sslFlags] of elements) {
    access.read(location, { name: 'access', attributes: sslFlags === undefined ? {} : { sslFlags }, children: [], line: 1 })
  }
  const entries: Array<[string, VirtualRootOptions]> = Object.entries(access.virtualRoots)
  const roots = entries.map(([prefix, { permissions, ...rest }]) => {
    return [prefix, UrlFlags.namesOf(permissions as number).join(' '), rest]
  })
  return [roots, lost]
}

t.test('flags become a virtual root of the location', async (t) => {
  t.same(read(['Site/a', 'Ssl, SslNegotiateCert, SslRequireCert, SslMapCert, Ssl128'], ['Site', 'Ssl'], ['Site/b', 'None'], ['Site/c']), [[
    ['/a', 'READ SSL NEGO_CERT REQUIRE_CERT MAP_CERT SSL128 SCRIPT', { authentication: 1 }], ['/', 'READ SSL SCRIPT', {}]
  ], []])
})

t.test('what has no meaning here is told', async (t) => {
  t.same(read(['One/a', 'SslMapCert,Odd'], ['Two/a', 'Ssl'], ['Two/constructor', 'constructor']), [[['/a', 'READ SCRIPT', {}]], [
    "access of 'One/a': the flag Odd is not known",
    "access of 'One/a': SslMapCert, since no certificate is asked for",
    "access of 'Two/a': another site has /a already; convert one site at a time",
    "access of 'Two/constructor': the flag constructor is not known"
  ]])
})
