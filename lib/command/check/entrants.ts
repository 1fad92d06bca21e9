import { asksForCertificate, UrlFlags } from '../../site/flags.js'
import { splitList } from '../../site/names.js'
import type { Site, SiteOptions } from '../../site/options.js'
import type { ShadowedUser } from '../../site/users.js'
import type { VirtualRoot } from '../../site/virtual-roots.js'
import type { Finding } from '../output/finding.js'
import { virtualRootWords, type Places } from '../site-file/places.js'
import { userEntries } from '../users/user-entries.js'

const grants = UrlFlags.READ | UrlFlags.WRITE | UrlFlags.EXECUTE | UrlFlags.SCRIPT

/** Who could come, and where to. */
export interface People extends Pick<Site, 'virtualRoots' | 'users' | 'adminUsers'> {
  readonly shadowed: readonly ShadowedUser[]
}

/** The users whom a virtual root lets in; null: it asks for none. */
export function entrantsOf (root: VirtualRoot, options: SiteOptions, people: People): string[] | null {
  const { adminUsers } = people
  const { authentication, permissions, userLists } = root
  if (authentication === 0) return null
  if (authentication > 2 || !asksForCertificate(permissions)) return []
  const shadowed = new Set(people.shadowed.map(({ name }) => name))
  return userEntries(options)
    .filter(([, { deny }]) => deny !== true)
    .map(([name, { groups = '' }]) => ({ name, groups: splitList(groups) }))
    .filter((user) => !shadowed.has(user.name) && (adminUsers?.judge(user).allowed === true ||
      (authentication === 1 && userLists.every((list) => list.judge(user).allowed))))
    .map(({ name }) => name)
}

/** The virtual roots that nobody can enter, where the site's own warnings do not say so already. */
export function entrantFindings (options: SiteOptions, people: People, places: Places): Finding[] {
  const findings: Finding[] = []
  for (const root of people.virtualRoots) {
    const { path, permissions } = root
    const what = virtualRootWords(path)
    const warn = (reason: string): void => {
      findings.push(places.finding('warning', `${what}: nobody can enter, ${reason}`))
    }
    if ((permissions & grants) === 0) warn('none of READ, WRITE, EXECUTE and SCRIPT is set')
    if (isPeopled(root, people) && entrantsOf(root, options, people)?.length === 0) {
      warn('no user is in its UserList or an administrator')
    }
  }
  return findings
}

/** There could be somebody, for all that the levels and flags say. */
function isPeopled ({ authentication, permissions }: VirtualRoot, { users, adminUsers }: People): boolean {
  return asksForCertificate(permissions) && users.size > 0 &&
    (authentication === 1 || (authentication === 2 && adminUsers !== null))
}
