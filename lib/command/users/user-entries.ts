import type { SiteOptions } from '../../site/options.js'
import type { UserOptions } from '../../site/users.js'

/** The users of a site in their order, whichever way they are given. */
export function userEntries ({ users = {} }: SiteOptions): ReadonlyArray<readonly [name: string, user: UserOptions]> {
  return Symbol.iterator in users ? [...users] : Object.entries(users)
}
