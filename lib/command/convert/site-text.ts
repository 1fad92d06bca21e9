import { siteToRegistry } from '../../site/registry-file.js'
import { UrlFlags } from '../../site/flags.js'
import type { SiteOptions } from '../../site/options.js'
import type { UserOptions } from '../../site/users.js'
import { plainObject, show } from '../../validation.js'
import { VirtualRoots } from '../../site/virtual-roots.js'
import { userEntries } from '../users/user-entries.js'

/** What a registry has no place for. */
const inRegistry: ReadonlySet<string> = new Set([
  'virtualRoots', 'users', 'adminUsers', 'postReadSize', 'certificateSubject', 'certTrustOverride'
])

/** A site in the text of another kind of file, and the options that it has no place for. */
export interface SiteText {
  readonly bytes: Buffer
  readonly lost: readonly string[]
}

/**
 * A site as a registry file: UTF-16 with a byte order mark where Windows needs it.
 *
 * @throws TypeError for what is wrong with the site
 */
export function registryText (site: SiteOptions): SiteText {
  for (const [name, user] of checkedEntries(site)) {
    // Before siteToRegistry says it: a certificate is the name of a file here, which it would complain of.
    if (user.certificate !== undefined) {
      throw new TypeError(`users[${show(name)}].certificate: a registry has no place for it; leave the user out`)
    }
  }
  const text = siteToRegistry(site)
  const isAscii = /^[\0-\x7f]*$/.test(text)
  return {
    bytes: isAscii ? Buffer.from(text) : Buffer.from(`\ufeff${text}`, 'utf16le'),
    lost: Object.keys(site)
      .filter((name) => !inRegistry.has(name))
      .map((name) => `${name}: a registry has no place for it`)
  }
}

/** A site as a JSON file, its flags by name and its serial numbers as hexadecimal text. */
export function jsonText (site: SiteOptions): SiteText {
  const users = checkedEntries(site).map(([name, user]) => [name, readable(user)] as const)
  // JSON keeps the order of members, JavaScript that of names that are no integers.
  const moves = users.some(([name]) => /^\d+$/.test(name))
  const checked = [...new VirtualRoots(site.virtualRoots)]
  const virtualRoots = Object.fromEntries(Object.entries(site.virtualRoots).map(([prefix, root], index) => {
    return [prefix, root.permissions === undefined
      ? root
      : { ...root, permissions: UrlFlags.namesOf(checked[index]!.permissions) }]
  }))
  const options = { ...site, virtualRoots, ...users.length > 0 && { users: moves ? users : Object.fromEntries(users) } }
  return { bytes: Buffer.from(`${JSON.stringify(options, null, 2)}\n`), lost: [] }
}

/** @throws TypeError for users that are no objects */
function checkedEntries (site: SiteOptions): ReturnType<typeof userEntries> {
  const entries = userEntries(site)
  for (const [name, user] of entries) plainObject(user, `users[${show(name)}]`)
  return entries
}

/** Of registry files the bytes are most significant first. */
function readable ({ serialNumber, ...user }: UserOptions): UserOptions {
  if (serialNumber === undefined) return user
  const text = typeof serialNumber === 'string'
    ? serialNumber
    : Buffer.from(serialNumber).toString('hex').replace(/..(?=.)/g, '$&:')
  return { ...user, serialNumber: text }
}
