import type { SiteOptions } from '../../site/options.js'
import type { Users } from '../../site/users.js'
import { show } from '../../site/validation.js'
import type { Finding } from '../output/finding.js'
import { printPlace } from '../output/finding.js'
import { userWords, type Places } from '../site-file/places.js'
import { keysOf, placedCertificates } from './certificate-sources.js'
import { userEntries } from './user-entries.js'

/** What is wrong with the way from certificates to users, though each entry is right by itself. */
export function mappingFindings (options: SiteOptions, users: Users, places: Places): Finding[] {
  return [...shadowFindings(users, places), ...issuerFindings(options, places)]
}

function shadowFindings ({ shadowed }: Users, places: Places): Finding[] {
  return shadowed.map(({ name, by }) => {
    const what = userWords(name)
    return warning(`${what}: no certificate maps to this user, ${show(by)} before it takes all of them`, places, what)
  })
}

/** An issuerCN stands for a certification authority: for one that is known, and for one only. */
function issuerFindings (options: SiteOptions, places: Places): Finding[] {
  if (options.trustAnchors === undefined) return []
  const known = (['trustAnchors', 'intermediates'] as const)
    .flatMap((name) => placedCertificates(options, name, places))
  const firstUsers = new Map<string, string>()
  for (const [name, { issuerCN }] of userEntries(options)) {
    if (issuerCN !== undefined && !firstUsers.has(issuerCN)) firstUsers.set(issuerCN, name)
  }
  return [...firstUsers].flatMap(([issuerCN, name]) => {
    const what = `${userWords(name)}.issuerCN`
    const issuers = known.filter(({ certificate }) => certificate.subject.commonName === issuerCN)
    if (issuers.length === 0) {
      return [warning(`${what}: no trust anchor and no intermediate is called ${show(issuerCN)}: certificates of ` +
        'that issuer count only where clients send its own along', places, what)]
    }
    if (keysOf(issuers.map(({ certificate }) => certificate)).size < 2) return []
    const where = issuers.map(({ place }) => printPlace(place)).join(', ')
    return [warning(`${what}: two trusted keys or more are called ${show(issuerCN)} (${where}): what any of them ` +
      'issues is mapped', places, what)]
  })
}

function warning (message: string, places: Places, what: string): Finding {
  return { severity: 'warning', message, place: places.of(what) }
}
