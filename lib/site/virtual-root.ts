import { integer, options, string } from '../validation.js'
import { asksForCertificate, permissionsOf, UrlFlags } from './flags.js'
import type { FlagName } from './flags.js'
import { UserList } from './user-list.js'

/** What a virtual root, or a route in `config.ceCertAuth`, asks of those who enter. */
export interface VirtualRootOptions {
  /**
   * The permission flags, as a number or by name (`UrlFlags`). The registry value `P`. Default: 0x205 (READ, EXECUTE,
   * SCRIPT).
   */
  readonly permissions?: number | readonly FlagName[]
  /**
   * The authentication level. The registry value `A`. 0: anonymous. 1: the user must be in the UserList, or be an
   * administrator. 2: the user must be an administrator. 3 and up: nobody. Default: 0.
   */
  readonly authentication?: number
  /** Who may enter, in the grammar of `UserList`. Default: every user. */
  readonly userList?: string
}

/** A virtual root: a URL prefix, and what is asked of those who enter. Frozen. */
export interface VirtualRoot {
  /** The prefix as it was configured, without a trailing slash; `/` is the whole site. */
  readonly path: string
  /** UrlFlags bits. */
  readonly permissions: number
  readonly authentication: number
  /** The UserList as it was written; `''` if there is none. Two that apply together are shown with ` & ` between. */
  readonly userList: string
  /** The UserLists that are not empty; all of them must allow the user. */
  readonly userLists: readonly UserList[]
}

const known = ['permissions', 'authentication', 'userList'] as const
const grants = UrlFlags.READ | UrlFlags.WRITE | UrlFlags.EXECUTE | UrlFlags.SCRIPT
const requirements = UrlFlags.SSL | UrlFlags.DONT_CACHE | UrlFlags.NEGO_CERT | UrlFlags.REQUIRE_CERT |
  UrlFlags.MAP_CERT | UrlFlags.SSL128

/**
 * Makes a virtual root.
 *
 * @param what how an error names the root
 * @throws TypeError for whatever is wrong with the options, and for combinations that can't work
 */
export function createVirtualRoot (path: string, value: unknown, what: string): VirtualRoot {
  const { permissions, authentication = 0, userList = '' } = options(value, known, what)
  return workable({
    path,
    permissions: permissionsOf(permissions, `${what}.permissions`),
    authentication: levelOf(authentication, what),
    ...userListOf(userList, what)
  }, what)
}

/**
 * What governs a route that carries options of its own: they add to what its virtual root says, and take nothing away.
 * Flags that ask for something are added; of the flags that grant something those remain that both have, if the route
 * names any; the higher authentication level and all UserLists count. A route under no virtual root is one by itself,
 * with the defaults of a root.
 *
 * @param root what governs the route's path; null if nothing does
 * @param value the route's `config.ceCertAuth`
 * @param routePath the route's path, for errors and for a route under no virtual root
 * @throws TypeError for whatever is wrong with the options, and for combinations that can't work
 */
export function tighten (root: VirtualRoot | null, value: unknown, routePath: string): VirtualRoot {
  const what = describe(routePath)
  const base = root ?? createVirtualRoot(routePath, {}, what)
  const { permissions = [], authentication = 0, userList = '' } = options(value, known, what)
  const wanted = permissionsOf(permissions, `${what}.permissions`)
  const granted = (wanted & grants) === 0 ? base.permissions : base.permissions & (~grants | wanted)
  const own = userListOf(userList, what)
  return workable({
    path: base.path,
    permissions: granted | (wanted & requirements),
    authentication: Math.max(base.authentication, levelOf(authentication, what)),
    userList: [base.userList, own.userList].filter((text) => text !== '').join(' & '),
    userLists: Object.freeze([...base.userLists, ...own.userLists])
  }, what)
}

/**
 * What a route's options ask for in vain, since they would loosen what its virtual root says: one sentence each, for
 * the log.
 *
 * @param root what governs the route's path; null if nothing does
 * @param value options that `tighten` has accepted
 */
export function vainOptions (root: VirtualRoot | null, value: VirtualRootOptions, routePath: string): string[] {
  const what = describe(routePath)
  const { path, permissions, authentication } = root ?? createVirtualRoot(routePath, {}, what)
  const vain: string[] = []
  const granted = permissionsOf(value.permissions ?? [], what) & grants & ~permissions
  if (granted !== 0) {
    vain.push(`${what}: ${UrlFlags.namesOf(granted).join(', ')} cannot be granted, ${path} does not grant it`)
  }
  if (value.authentication !== undefined && value.authentication < authentication) {
    vain.push(`${what}: authentication stays ${authentication}, which ${path} asks for`)
  }
  return vain
}

function describe (routePath: string): string {
  return `config.ceCertAuth of route ${routePath}`
}

function levelOf (value: unknown, what: string): number {
  return integer(value, 0, 0xffffffff, `${what}.authentication`)
}

function userListOf (value: unknown, what: string): Pick<VirtualRoot, 'userList' | 'userLists'> {
  const list = UserList.parse(string(value, `${what}.userList`), `${what}.userList`)
  return { userList: list.text, userLists: Object.freeze(list.isEmpty ? [] : [list]) }
}

function workable (root: VirtualRoot, what: string): VirtualRoot {
  const { permissions, authentication } = root
  const asks = asksForCertificate(permissions)
  const maps = (permissions & UrlFlags.MAP_CERT) !== 0
  if (maps && !asks) {
    throw new TypeError(`${what}: MAP_CERT needs a certificate to map; add NEGO_CERT or REQUIRE_CERT`)
  }
  if (asks && !maps && authentication > 0) {
    throw new TypeError(`${what}: authentication ${authentication} needs a user, and only MAP_CERT finds one where a ` +
      'certificate is asked for; add MAP_CERT')
  }
  return Object.freeze(root)
}
