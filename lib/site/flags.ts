import { namedBits } from '../bits.js'
import { integer, show, wrong } from '../validation.js'

/**
 * The permission flags of a virtual root: the registry value `P`, with the values and names of httpext.h
 * (without the prefix `HSE_URL_FLAGS_`).
 *
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/aa922016(v=msdn.10)
 */
export const UrlFlags = namedBits({
  /** Safe methods (RFC 9110 §9.2.1) reach the handler. */
  READ: 0x001,
  /** The other methods reach the handler. */
  WRITE: 0x002,
  /** Any method reaches the handler. */
  EXECUTE: 0x004,
  /** Plain HTTP is refused. */
  SSL: 0x008,
  /** Every response carries `Cache-Control: no-store`. */
  DONT_CACHE: 0x010,
  /** Asks for a client certificate; without one the request goes on. */
  NEGO_CERT: 0x020,
  /** Asks for a client certificate; without one the request ends. */
  REQUIRE_CERT: 0x040,
  /** Maps the certificate to a pseudo-user. */
  MAP_CERT: 0x080,
  /** The connection's cipher must have 128 bits or more. */
  SSL128: 0x100,
  /** As EXECUTE. */
  SCRIPT: 0x200,
  /** Windows CE only: known by name, without effect. */
  SCRIPT_SOURCE: 0x400
})

/** The name of a permission flag. */
export type FlagName = Exclude<keyof typeof UrlFlags, 'namesOf' | 'ALL'>

/** What an absent `P` means: READ | EXECUTE | SCRIPT. */
export const defaultPermissions = UrlFlags.READ | UrlFlags.EXECUTE | UrlFlags.SCRIPT

const certificateFlags = UrlFlags.NEGO_CERT | UrlFlags.REQUIRE_CERT

/** Does a root with these permissions ask for a client certificate, that is: is it a certificate root? */
export function asksForCertificate (permissions: number): boolean {
  return (permissions & certificateFlags) !== 0
}

/**
 * The flags that an operator gave, as a number or by name; absent, the default of the registry.
 *
 * @param what how an error names the option
 * @throws TypeError for anything but known flags
 */
export function permissionsOf (value: unknown, what: string): number {
  if (value === undefined) return defaultPermissions
  if (Array.isArray(value)) return value.reduce<number>((bits, name) => bits | flagOf(name, what), 0)
  if (typeof value !== 'number') throw wrong(what, value, 'a number of flags or an array of their names')
  const unknown = (integer(value, 0, 0xffffffff, what) & ~UrlFlags.ALL) >>> 0
  if (unknown !== 0) throw new TypeError(`${what}: unknown flags 0x${unknown.toString(16)}; ${knownFlags()}`)
  return value
}

function flagOf (name: unknown, what: string): number {
  if (typeof name !== 'string' || !Object.keys(UrlFlags).includes(name)) {
    throw new TypeError(`${what}: unknown flag ${show(name)}; ${knownFlags()}`)
  }
  return UrlFlags[name as FlagName]
}

function knownFlags (): string {
  return `known are ${UrlFlags.namesOf(UrlFlags.ALL).join(', ')}`
}
