import { CertTrust } from '../trust/status.js'
import { show } from '../validation.js'
import { asksForCertificate, UrlFlags } from './flags.js'
import type { Site } from './options.js'
import type { UserList } from './user-list.js'
import type { Users } from './users.js'

const forgeable = CertTrust.IS_UNTRUSTED_ROOT | CertTrust.IS_PARTIAL_CHAIN
const shownNames = 10

/** What can work but is dangerous, or has no effect: one sentence each, for the log at start. */
export function warningsOf (site: Omit<Site, 'warnings'>): string[] {
  return [...optionWarnings(site), ...shadowWarnings(site.users)]
}

/** The same, but for users that no certificate maps to. */
export function optionWarnings (
  site: Pick<Site, 'virtualRoots' | 'users' | 'adminUsers' | 'certTrustOverride'>
): string[] {
  const { adminUsers, users } = site
  const administrators = adminUsers === null ? [] : strangers(adminUsers, users, 'adminUsers')
  return [...overrideWarnings(site), ...rootWarnings(site), ...administrators]
}

function overrideWarnings ({ certTrustOverride, users }: Pick<Site, 'certTrustOverride' | 'users'>): string[] {
  const bits = CertTrust.namesOf(certTrustOverride)
  const warnings = bits.map((name) => `certTrustOverride: certificates with CERT_TRUST_${name} are accepted`)
  const forged = certTrustOverride & forgeable
  if (forged !== 0 && users.forgeable.size > 0) {
    warnings.push(`certTrustOverride: with CERT_TRUST_${CertTrust.namesOf(forged).join(' and CERT_TRUST_')} ignored, ` +
      `anyone can make a certificate that maps to a user by its ${[...users.forgeable].join(' or ')}`)
  }
  return warnings
}

function rootWarnings (
  { virtualRoots, users, adminUsers }: Pick<Site, 'virtualRoots' | 'users' | 'adminUsers'>
): string[] {
  const warnings = virtualRoots.size === 0 ? ['virtualRoots: there are none, so that no path is protected'] : []
  for (const { path, permissions, authentication, userLists } of virtualRoots) {
    const what = `virtualRoots[${show(path)}]`
    if (authentication > 2) warnings.push(`${what}: nobody can enter with authentication ${authentication}`)
    else if (authentication > 0 && !asksForCertificate(permissions)) {
      warnings.push(`${what}: nobody can enter with authentication ${authentication} where no certificate is asked for`)
    } else if (authentication === 2 && adminUsers === null) {
      warnings.push(`${what}: nobody can enter with authentication 2 where there are no adminUsers`)
    }
    if ((permissions & UrlFlags.MAP_CERT) !== 0 && users.size === 0) {
      warnings.push(`${what}: has MAP_CERT, and there are no users to map certificates to`)
    }
    for (const list of userLists) warnings.push(...strangers(list, users, `${what}.userList`))
  }
  return warnings
}

function shadowWarnings ({ shadowed }: Users): string[] {
  if (shadowed.length === 0) return []
  const names = shadowed.map(({ name, by }) => `${show(name)} (by ${show(by)})`)
  return [`users: no certificate maps to these, an earlier user takes all: ${enumerate(names)}`]
}

/** The names in a list that are nobody's: misspelt, most often. */
function strangers (list: UserList, users: Users, what: string): string[] {
  const unknown = [
    ...[...list.users].filter((name) => !users.hasUser(name)).map(show),
    ...[...list.groups].filter((group) => !users.hasGroup(group)).map((group) => show(`@${group}`))
  ]
  return unknown.length === 0 ? [] : [`${what}: names that no user or group has: ${enumerate(unknown)}`]
}

function enumerate (names: string[]): string {
  const rest = names.length - shownNames
  return names.slice(0, shownNames).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
