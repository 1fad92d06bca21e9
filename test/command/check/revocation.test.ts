import t from 'tap'
import { inspectOptions } from '../../../lib/command/check/inspect-options.js'
import { revocationFindings } from '../../../lib/command/check/revocation.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { crl } from '../../support/crl.js'
import { createAuthority } from '../../support/pki.js'

const places = new Places({ file: 'site.json' })
// The issuer of the CRL.
const issuer = await createAuthority({ commonName: 'Issuer' })
const other = await createAuthority({ commonName: 'Other' })

function messages (options: Partial<SiteOptions>): string[] {
  const site = { virtualRoots: {}, trustAnchors: [issuer.pem, other.pem], ...options }
  return revocationFindings(site, inspectOptions(site).parts, places)
    .map(({ severity, message }) => `${severity}: ${message}`)
}

t.test('every authority has a CRL, where revocation is checked', async (t) => {
  t.same(messages({ crls: crl() }), [
    "warning: trustAnchors: there is no CRL of CN=Other, and revocation is 'chainExcludeRoot': every certificate that it issues is refused"
  ])
  t.equal(messages({ revocation: 'chain' }).length, 2)
})

t.test('nothing is said where it is not checked, may be fetched, or is known of single certificates', async (t) => {
  for (const options of [
    {}, { crls: crl(), revocation: 'none' }, { revocationSources: { hosts: ['crl.example.org'] } }, { ocspResponses: [] }
  ] as const) t.same(messages(options), [])
})
