import { sitePath, VIRTUAL_ROOTS } from '../../site/registry/layout.js'
import { text } from '../../site/registry/value-types.js'
import { siteToRegistry } from '../../site/registry-file.js'
import { UrlFlags } from '../../site/flags.js'
import type { SiteOptions } from '../../site/options.js'
import type { UserOptions } from '../../site/users.js'
import { VirtualRoots } from '../../site/virtual-roots.js'
import { plainObject, show } from '../../validation.js'
import { virtualRootWords } from '../site-file/places.js'
import { userEntries } from '../users/user-entries.js'
import { jsonTargets, registryTargets } from './carried-targets.js'
import type { SourceSite } from './source-site.js'

/** What a registry has no place for. */
const inRegistry: ReadonlySet<string> = new Set([
  'virtualRoots', 'users', 'adminUsers', 'postReadSize', 'certificateSubject', 'certTrustOverride'
])

/** A site in the text of another kind of file, and what that has no place for. */
export interface SiteText {
  readonly bytes: Buffer
  readonly lost: readonly string[]
}

/**
 * A site as a registry file: UTF-16 with a byte order mark where Windows needs it.
 *
 * @throws TypeError for what is wrong with the site
 */
export function registryText (source: SourceSite): SiteText {
  const { site } = source
  for (const [name, user] of checkedEntries(site)) {
    // Before siteToRegistry says it: a certificate is the name of a file here, which it would complain of.
    if (user.certificate !== undefined) {
      throw new TypeError(`users[${show(name)}].certificate: a registry has no place for it; leave the user out`)
    }
  }
  const { targets, lost } = registryTargets(source)
  const written = withTargets(siteToRegistry(site), targets)
  const isAscii = /^[\0-\x7f]*$/.test(written)
  return {
    bytes: isAscii ? Buffer.from(written) : Buffer.from(`\ufeff${written}`, 'utf16le'),
    lost: [
      ...lost,
      ...Object.keys(site)
        .filter((name) => !inRegistry.has(name))
        .map((name) => `${name}: a registry has no place for it`)
    ]
  }
}

/** Puts what roots serve into their keys, as the default value. */
function withTargets (written: string, targets: ReadonlyMap<string, string>): string {
  const values = new Map(Array.from(targets, ([prefix, target]) => {
    const key = `[${[...sitePath(undefined), VIRTUAL_ROOTS, prefix].join('\\')}]`
    return [key, [`@=${text.write(target, virtualRootWords(prefix))}`]]
  }))
  return written.split('\r\n').flatMap((line) => [line, ...values.get(line) ?? []]).join('\r\n')
}

/** A site as a JSON file, its flags by name and its serial numbers as hexadecimal text. */
export function jsonText (source: SourceSite): SiteText {
  const { site } = source
  const { targets, lost } = jsonTargets(source)
  const users = checkedEntries(site).map(([name, user]) => [name, readable(user)] as const)
  // JSON keeps the order of members, JavaScript that of names that are no integers.
  const moves = users.some(([name]) => /^\d+$/.test(name))
  const checked = [...new VirtualRoots(site.virtualRoots)]
  const virtualRoots = Object.fromEntries(Object.entries(site.virtualRoots).map(([prefix, root], index) => {
    return [prefix, {
      ...root,
      ...root.permissions !== undefined && { permissions: UrlFlags.namesOf(checked[index]!.permissions) },
      ...targets.get(prefix)
    }]
  }))
  const options = { ...site, virtualRoots, ...users.length > 0 && { users: moves ? users : Object.fromEntries(users) } }
  return { bytes: Buffer.from(`${JSON.stringify(options, null, 2)}\n`), lost }
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
