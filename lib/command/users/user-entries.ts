import type { SiteOptions } from '../../site/options.js'
import type { UserOptions } from '../../site/users.js'
import { wrong } from '../../validation.js'

/**
 * The users of a site in their order, whichever way they are given.
 *
 * @throws TypeError if they are given in none
 */
export function userEntries ({ users = {} }: SiteOptions): ReadonlyArray<readonly [name: string, user: UserOptions]> {
  if (typeof users !== 'object' || users === null) throw wrong('users', users, 'a plain object')
  return Symbol.iterator in users ? [...users] : Object.entries(users)
}
