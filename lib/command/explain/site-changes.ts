import type { Decision } from '../../access/decision.js'
import { UrlFlags, type FlagName } from '../../site/flags.js'
import { foldCase } from '../../site/names.js'
import type { SiteOptions } from '../../site/options.js'
import { serialNumberKeyOf } from '../../site/serial-number.js'
import type { UserOptions } from '../../site/users.js'
import { rootPathOf, type VirtualRootOptions } from '../../site/virtual-roots.js'
import type { Certificate } from '../../trust/certificate/certificate.js'
import { matchingUsers } from '../users/matching.js'
import { userEntries } from '../users/user-entries.js'
import { trustChanges } from './trust-changes.js'

/** A site that is only thought of, and what is otherwise in it. */
export type SiteChange = readonly [change: string, site: SiteOptions]

/** What the operator could write otherwise, for the step that refused. */
export function siteChanges (options: SiteOptions, decision: Decision): SiteChange[] {
  switch (decision.steps.at(-1)!.step) {
    case 'transport': return flagChanges(options, decision, 'SSL', 'SSL128')
    case 'certificate': return certificateChanges(options, decision)
    case 'trust': return trustChanges(options, decision)
    case 'mapping': return userChanges(options, decision)
    case 'access': return accessChanges(options, decision)
    case 'permissions': return permissionChanges(options, decision)
    default: return []
  }
}

function flagChanges (options: SiteOptions, { virtualRoot }: Decision, ...flags: readonly FlagName[]): SiteChange[] {
  const { path, permissions } = virtualRoot!
  return flags.filter((flag) => (permissions & UrlFlags[flag]) !== 0).map((flag) => {
    const others = { permissions: permissions & ~UrlFlags[flag] }
    return [`without ${flag} in the permissions of ${path}`, withRoot(options, path, others)]
  })
}

function certificateChanges (options: SiteOptions, { virtualRoot }: Decision): SiteChange[] {
  const { path, permissions } = virtualRoot!
  const optional = (permissions & ~UrlFlags.REQUIRE_CERT) | UrlFlags.NEGO_CERT
  const change = `with NEGO_CERT in place of REQUIRE_CERT at ${path}`
  return [
    [change, withRoot(options, path, { permissions: optional })],
    [`${change}, and authentication 0`, withRoot(options, path, { permissions: optional, authentication: 0 })]
  ]
}

function userChanges (options: SiteOptions, decision: Decision): SiteChange[] {
  const { certificate } = decision.chain!.elements[0]!
  const [first] = matchingUsers(options, certificate)
  if (first?.outcome === 'denies') {
    const users = userEntries(options).filter(([name]) => name !== first.name)
    return [[`without the entry ${first.name} of users`, { ...options, users }]]
  }
  const { path, userList } = decision.virtualRoot!
  const name = freeName(options)
  const user = entryFor(certificate)
  const mapped = { ...options, users: [...userEntries(options), [name, user] as const] }
  const entry = Object.entries(user).map(([key, value]) => `${key}: '${value}'`).join(', ')
  return [
    [`with a user { ${entry} }`, mapped],
    [`with such a user, and first in the userList of ${path}`,
      withRoot(mapped, path, { userList: `${name};${userList}` })]
  ]
}

/** What maps this certificate, and none of another number or issuer. */
function entryFor ({ issuer, serialNumber, fingerprint256, serialNumberBytes }: Certificate): UserOptions {
  return issuer.commonName === null || serialNumberKeyOf(serialNumberBytes) === null
    ? { fingerprint256 }
    : { issuerCN: issuer.commonName, serialNumber }
}

/** A name that nobody has, for a user who is only thought of. */
function freeName (options: SiteOptions): string {
  const names = new Set(userEntries(options).map(([name]) => foldCase(name)))
  let number = 1
  while (names.has(`someone ${number}`)) number++
  return `someone ${number}`
}

function accessChanges (options: SiteOptions, { virtualRoot, pseudoUser }: Decision): SiteChange[] {
  const { path, userList } = virtualRoot!
  const levels: SiteChange = [`with authentication 1 at ${path}`, withRoot(options, path, { authentication: 1 })]
  if (pseudoUser === null) return [levels]
  const { name } = pseudoUser
  const { adminUsers = '' } = options
  return [
    [`with ${name} first in the userList of ${path}`, withRoot(options, path, { userList: `${name};${userList}` })],
    [`with ${name} in adminUsers`, { ...options, adminUsers: `${name};${adminUsers}` }],
    levels
  ]
}

function permissionChanges (options: SiteOptions, { virtualRoot }: Decision): SiteChange[] {
  const { path, permissions } = virtualRoot!
  return (['READ', 'WRITE', 'EXECUTE'] as const).map((flag) => {
    const other = { permissions: permissions | UrlFlags[flag] }
    return [`with ${flag} in the permissions of ${path}`, withRoot(options, path, other)]
  })
}

function withRoot (options: SiteOptions, path: string, changes: VirtualRootOptions): SiteOptions {
  return {
    ...options,
    virtualRoots: Object.fromEntries(Object.entries(options.virtualRoots).map(([prefix, root]) => {
      return [prefix, rootPathOf(prefix) === path ? { ...root, ...changes } : root]
    }))
  }
}
