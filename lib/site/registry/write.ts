import { nonEmptyString, options, show, wrong } from '../../validation.js'
import type { SiteOptions } from '../options.js'
import { serialNumberKey } from '../serial-number.js'
import type { SerialNumberByteOrder } from '../serial-number.js'
import { Users } from '../users.js'
import { VirtualRoots } from '../virtual-roots.js'
import {
  SITE_VALUES, sitePath, SSL, SSL_VALUES, USER_VALUES, USERS, VIRTUAL_ROOT_VALUES, VIRTUAL_ROOTS
} from './layout.js'
import type { KnownValues, OptionsOf } from './layout.js'
import { KEY_NAME_LENGTH } from './statements.js'
import { quoted } from './value-types.js'
import type { ValueType } from './value-types.js'

/** What a key's name can't hold: `\` separates names, and the rest would not be read back. */
// eslint-disable-next-line no-control-regex -- control characters are among what it looks for
const NOT_IN_KEY_NAME = /[\\\0-\x1f\x7f\ufffd\p{Surrogate}]|\][ \t]*;/u

/**
 * Writes a site as a registry file, in the form that Windows' own registry editor reads, its lines ended by CR LF.
 * `siteFromRegistry` reads the same site back: permissions as a number, serial numbers as bytes in the order of
 * `serialNumberByteOrder`, groups as a value `Groups` that is ours.
 *
 * A registry has no place for `trustAnchors`, `intermediates`, `crls`, `ocspResponses`, `ocspClockSkew`, `distrusted`,
 * `strength`, `revocation`, `revocationSources`, `revocationTimeout`, `acquire`, `renegotiationTimeout`,
 * `certificateHost`, `store`, `passphrase`, `serialNumberByteOrder`, `clock`, `mapUser` and `mapUserTimeout`: they are
 * left out. What it has no place for in an entry of `users` is an error: without it the entry would say another thing.
 *
 * Windows reads a file with characters beyond ASCII only in UTF-16 with a byte order mark:
 *
 *     await writeFile('accounts.reg', '\ufeff' + siteToRegistry(site), 'utf16le')
 *
 * @throws TypeError naming the option that is wrong, or that a registry can't hold
 */
export function siteToRegistry (site: SiteOptions, given: { readonly website?: string } = {}): string {
  const { website } = options(given, ['website'], 'siteToRegistry')
  const path = sitePath(website === undefined ? website : keyName(nonEmptyString(website, 'website'), 'website'))
  const sslPath = [...path, SSL]
  const lines = [
    'Windows Registry Editor Version 5.00',
    ...keyLines(path, site, SITE_VALUES, ''),
    ...virtualRootsOf(site).flatMap(([prefix, root]) => {
      const what = `virtualRoots[${show(prefix)}]`
      return keyLines([...path, VIRTUAL_ROOTS, keyName(prefix, what)], root, VIRTUAL_ROOT_VALUES, `${what}.`)
    }),
    ...keyLines(sslPath, site, SSL_VALUES, ''),
    ...usersOf(site).flatMap(([name, user]) => {
      const what = `users[${show(name)}]`
      return keyLines([...sslPath, USERS, keyName(name, what)], user, USER_VALUES, `${what}.`)
    })
  ]
  return lines.join('\r\n') + '\r\n'
}

type VirtualRootEntry = [prefix: string, root: OptionsOf<typeof VIRTUAL_ROOT_VALUES>]
type UserEntry = [name: string, user: OptionsOf<typeof USER_VALUES>]

/** The roots with their permissions as numbers. What is wrong with them is an error of `VirtualRoots`. */
function virtualRootsOf ({ virtualRoots }: SiteOptions): VirtualRootEntry[] {
  const checked = [...new VirtualRoots(virtualRoots)]
  return Object.entries(virtualRoots).map(([prefix, { permissions, ...rest }], index) => {
    return [prefix, permissions === undefined ? rest : { ...rest, permissions: checked[index]!.permissions }]
  })
}

/** The users with their serial numbers as bytes. */
function usersOf ({ users = {}, serialNumberByteOrder = 'big' }: SiteOptions): UserEntry[] {
  // read once: it may be an iterator
  const given = Symbol.iterator in users ? [...users] : users
  // eslint-disable-next-line no-new -- what is wrong with them is an error of its own
  new Users(given, serialNumberByteOrder)
  const entries = Array.isArray(given) ? given : Object.entries(given)
  return entries.map(([name, { serialNumber, deny, ...rest }]) => {
    const user = deny === true ? { ...rest, deny } : rest
    checkOptions(user, `users[${show(name)}]`)
    return [name, serialNumber === undefined
      ? user
      : { ...user, serialNumber: bytesOf(serialNumber, serialNumberByteOrder) }]
  })
}

/** An entry without one of its rules would map more certificates, or map where it denies. */
function checkOptions (user: object, what: string): void {
  const held: ReadonlySet<string> = new Set(USER_VALUES.map(({ option }) => option))
  const [option] = Object.entries(user).find(([name, value]) => value !== undefined && !held.has(name)) ?? []
  if (option !== undefined) throw new TypeError(`${what}.${option}: a registry has no place for it; leave the user out`)
}

/** Text is most significant byte first whatever the order of bytes is. Its key has a character for each byte. */
function bytesOf (serialNumber: string | Uint8Array, byteOrder: SerialNumberByteOrder): Uint8Array {
  if (typeof serialNumber !== 'string') return serialNumber
  const bytes = Uint8Array.from(Buffer.from(serialNumberKey(serialNumber, byteOrder, 'serialNumber') || '\0', 'latin1'))
  return byteOrder === 'little' ? bytes.reverse() : bytes
}

function keyName (name: string, what: string): string {
  if (name.length > KEY_NAME_LENGTH || NOT_IN_KEY_NAME.test(name)) {
    throw wrong(what, name, `a name that a registry key can have: ${KEY_NAME_LENGTH} characters at most, without a ` +
      'backslash, control characters, or "]" before ";"')
  }
  return name
}

/** An empty line, the key, and those of its values that are given. */
function keyLines<Values extends KnownValues> (
  path: readonly string[], given: OptionsOf<Values>, values: Values, what: string
): string[] {
  const lines = ['', `[${path.join('\\')}]`]
  for (const { name, option, type } of values) {
    const value = option === null ? undefined : given[option as keyof OptionsOf<Values>]
    if (value === undefined) continue
    lines.push(`${quoted(name)}=${(type as ValueType<unknown>).write(value, `${what}${option}`)}`)
  }
  return lines
}
