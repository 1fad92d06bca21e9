import { bytes, number, text } from './value-types.js'
import type { ValueType } from './value-types.js'

/** A registry value, and the option that has its value; null for one that is known and has no option. */
interface KnownValue {
  readonly name: string
  readonly option: string | null
  readonly type: ValueType<string> | ValueType<number> | ValueType<Uint8Array>
}

/** The values that a key may have. */
export type KnownValues = readonly KnownValue[]

/** The options that the values of a key make. */
export type OptionsOf<Values extends KnownValues> = {
  readonly [Value in Values[number] as Extract<Value['option'], string>]?:
  Value['type'] extends ValueType<infer Option> ? Option : never
}

/**
 * Where the site is, from HKEY_LOCAL_MACHINE down, as Microsoft's documents write it.
 *
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/ms880955(v=msdn.10) Base registry settings
 */
export function sitePath (website: string | undefined): readonly string[] {
  const defaultSite = ['HKEY_LOCAL_MACHINE', 'COMM', 'HTTPD']
  return website === undefined ? defaultSite : [...defaultSite, WEBSITES, website]
}

/**
 * Below the default site: the other sites. They take nothing over from it.
 *
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/ms883003(v=msdn.10) Supporting multiple web sites
 */
export const WEBSITES = 'Websites'
/** Below a site: its virtual roots, a key each. */
export const VIRTUAL_ROOTS = 'VROOTS'
/** Below a site. */
export const SSL = 'SSL'
/** Below SSL: the pseudo-users, a key each. */
export const USERS = 'Users'

export const SITE_VALUES = [
  { name: 'AdminUsers', option: 'adminUsers', type: text },
  { name: 'PostReadSize', option: 'postReadSize', type: number }
] as const satisfies KnownValues

export const SSL_VALUES = [
  { name: 'CertificateSubject', option: 'certificateSubject', type: text },
  { name: 'CertTrustOverride', option: 'certTrustOverride', type: number }
] as const satisfies KnownValues

export const VIRTUAL_ROOT_VALUES = [
  // the folder or the DLL that CE's web server serves; here the app's routes do that
  { name: '', option: null, type: text },
  { name: 'P', option: 'permissions', type: number },
  { name: 'A', option: 'authentication', type: number },
  { name: 'UserList', option: 'userList', type: text }
] as const satisfies KnownValues

export const USER_VALUES = [
  { name: 'IssuerCN', option: 'issuerCN', type: text },
  { name: 'SerialNumber', option: 'serialNumber', type: bytes },
  // ours: CE's pseudo-users have no groups
  { name: 'Groups', option: 'groups', type: text }
] as const satisfies KnownValues
