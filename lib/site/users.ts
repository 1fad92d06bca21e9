import type { Certificate } from '../trust/certificate/certificate.js'
import { boolean, nonEmptyString, options, plainObject, string, wrong } from '../validation.js'
import { someValue, type Condition } from './mapping/condition.js'
import * as facets from './mapping/facets.js'
import {
  mappingRuleNames, noteForgeable, readMappingRules, type ForgeableRule, type MappingRules
} from './mapping/mapping-rules.js'
import { RegistryTable } from './mapping/registry-table.js'
import { RuleTable } from './mapping/rule-table.js'
import { NamePositions } from './name-positions.js'
import { checkName, foldCase, splitList } from './names.js'
import { isConfigurable, readSerialNumber, serialNumberKey } from './serial-number.js'
import type { SerialNumberByteOrder } from './serial-number.js'

/**
 * One entry of `users`: which certificates are this user's. At least one value must be given besides `groups` and
 * `deny`, and all that are given must match.
 */
export interface UserOptions extends MappingRules {
  /**
   * The commonName in the issuer name of the user's certificates (of several, the last), compared exactly. The registry
   * value `IssuerCN`.
   */
  readonly issuerCN?: string
  /**
   * The serial number of the user's certificate, compared as an integer. Hexadecimal text (`01:02:03`, `01 02 03`,
   * `010203`, `0x010203`), most significant byte first, or bytes in the order of `serialNumberByteOrder`. The registry
   * value `SerialNumber`.
   */
  readonly serialNumber?: string | Uint8Array
  /** The groups of the user, separated by `;`. Default: none. */
  readonly groups?: string
  /** The certificates that match are nobody's and are refused, as with IIS' permissionMode Deny. Default: `false`. */
  readonly deny?: boolean
}

/**
 * The users by name, in the order in which they are tried. JavaScript moves names that are integers to the front of an
 * object: where there are such, give an array of `[name, options]` or a Map.
 */
export type UsersOptions = Readonly<Record<string, UserOptions>> | Iterable<readonly [name: string, user: UserOptions]>

/** The user that a certificate was mapped to. */
export interface PseudoUser {
  readonly name: string
  readonly groups: readonly string[]
}

/** An entry that refuses the certificates that it matches. */
export class Denial {
  /** Of the entry. */
  readonly name: string

  constructor (name: string) {
    this.name = name
  }
}

/** A user that no certificate can be mapped to, since an earlier one takes all of its certificates. */
export interface ShadowedUser {
  readonly name: string
  readonly by: string
}

const known = ['issuerCN', 'serialNumber', 'groups', 'deny', ...mappingRuleNames] as const
type GivenUser = { readonly [Name in typeof known[number]]?: unknown }

const noGroups: readonly string[] = Object.freeze([])

/** The users of a site, in the order in which they are tried. */
export class Users {
  readonly #entries: Array<PseudoUser | Denial> = []
  readonly #shadowed: ShadowedUser[] = []
  // As a UserList names them.
  readonly #positions = new NamePositions(this.#entries)
  readonly #groups = new Set<string>()
  readonly #forgeable = new Set<ForgeableRule>()
  readonly #registry = new RegistryTable()
  // Entries that ask for more; null: there are none.
  #rules: RuleTable | null = null
  // What the rules come to for certificates that were asked for: some may have to be tried one after the other, and a
  // name that nobody has looked at for long takes a microsecond to get through.
  readonly #known = new WeakMap<Certificate, PseudoUser | Denial | null>()

  /**
   * @param value a record of names, or an iterable of `[name, options]`
   * @throws TypeError naming the user and the value that is wrong
   */
  constructor (value: unknown, byteOrder: SerialNumberByteOrder) {
    for (const [name, user] of entriesOf(value)) {
      const what = `users['${name}']`
      const twin = this.#positions.addNext(checkName(name, 'users'))
      if (twin !== undefined) {
        throw new TypeError(`${what}: differs from ${JSON.stringify(this.#entries[twin]!.name)} in case at most`)
      }
      this.#add(name, user, byteOrder, what)
    }
    Object.freeze(this)
  }

  get size (): number {
    return this.#entries.length
  }

  /** What users are mapped by that anyone can write in a certificate. */
  get forgeable (): ReadonlySet<ForgeableRule> {
    return this.#forgeable
  }

  /** The users that can never be matched. */
  get shadowed (): readonly ShadowedUser[] {
    return this.#shadowed
  }

  /** Is there a user of this name? Compared without case. */
  hasUser (name: string): boolean {
    const position = this.#positions.get(name)
    return position !== undefined && !(this.#entries[position] instanceof Denial)
  }

  /** Is any user in the group of this name? Compared without case. */
  hasGroup (name: string): boolean {
    return this.#groups.has(foldCase(name))
  }

  /** The first user, or denial, whose values all match; null if there is none. */
  match (certificate: Certificate): PseudoUser | Denial | null {
    if (this.#rules === null) return this.#entryAt(this.#findInRegistry(certificate))
    let found = this.#known.get(certificate)
    if (found === undefined) {
      found = this.#entryAt(this.#rules.find(certificate, this.#findInRegistry(certificate)))
      this.#known.set(certificate, found)
    }
    return found
  }

  #entryAt (position: number): PseudoUser | Denial | null {
    return position === Infinity ? null : this.#entries[position]!
  }

  #findInRegistry ({ issuer, serialNumberBytes }: Certificate): number {
    if (this.#registry.isEmpty) return Infinity
    return this.#registry.find(issuer.commonName, isConfigurable(serialNumberBytes) ? serialNumberBytes : null)
  }

  #add (name: string, value: unknown, byteOrder: SerialNumberByteOrder, what: string): void {
    const user = options(value, known, what)
    const issuerCN = user.issuerCN === undefined ? null : nonEmptyString(user.issuerCN, `${what}.issuerCN`)
    const serialNumber = user.serialNumber === undefined
      ? null
      : readSerialNumber(user.serialNumber, byteOrder, `${what}.serialNumber`)
    const denies = user.deny !== undefined && boolean(user.deny, `${what}.deny`)
    const conditions = readMappingRules(user, denies, what)
    if (issuerCN === null && serialNumber === null && !isFilled(conditions)) {
      throw new TypeError(`${what}: has neither an issuerCN nor a serialNumber, nor any other rule; give one`)
    }
    const earlier = this.#place(issuerCN, serialNumber, conditions)
    if (earlier !== Infinity) this.#shadowed.push({ name, by: this.#entries[earlier]!.name })
    this.#entries.push(Object.freeze(denies ? denialOf(name, user.groups, what) : this.#userOf(name, user, what)))
  }

  /** The position of an earlier entry that takes all of its certificates; Infinity if none is found. */
  #place (issuerCN: string | null, serialNumber: Uint8Array | null, conditions: readonly Condition[]): number {
    const position = this.#entries.length
    if (!isFilled(conditions)) return this.#registry.add(position, issuerCN, serialNumber)
    this.#rules ??= new RuleTable()
    const shadow = this.#rules.add(position, [...conditions, ...registryConditions(issuerCN, serialNumber)])
    return Math.min(shadow, this.#registry.find(issuerCN, serialNumber))
  }

  #userOf (name: string, user: GivenUser, what: string): PseudoUser {
    noteForgeable(user, this.#forgeable)
    const groups = groupsOf(user.groups, `${what}.groups`)
    for (const group of groups) this.#groups.add(foldCase(group))
    return { name, groups }
  }
}

function isFilled <Item> (list: readonly Item[]): list is readonly [Item, ...Item[]] {
  return list.length > 0
}

function denialOf (name: string, groups: unknown, what: string): Denial {
  if (groups !== undefined) throw new TypeError(`${what}: denies, and is nobody's entry; leave its groups out`)
  return new Denial(name)
}

function registryConditions (issuerCN: string | null, serialNumber: Uint8Array | null): Condition[] {
  return [
    ...issuerCN === null ? [] : [someValue(facets.issuerCN, issuerCN)],
    ...serialNumber === null
      ? []
      : [someValue(facets.serialNumber, serialNumberKey(serialNumber, 'big', 'serialNumber'))]
  ]
}

function groupsOf (value: unknown, what: string): readonly string[] {
  if (value === undefined) return noGroups
  return Object.freeze(splitList(string(value, what)).map((group) => checkName(group, what)))
}

function * entriesOf (value: unknown): Iterable<[string, unknown]> {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) {
    for (const entry of value as Iterable<unknown>) {
      if (!Array.isArray(entry) || entry.length !== 2) throw wrong('users', entry, 'a pair [name, options]')
      string(entry[0], 'users, name')
      yield entry as [string, unknown]
    }
    return
  }
  const entries = Object.entries(plainObject(value, 'users'))
  // ECMA-262 OrdinaryOwnPropertyKeys: such keys come before all others, whatever order they were written in.
  const moved = entries.length > 1 && entries.find(([name]) => /^(?:0|[1-9]\d{0,9})$/.test(name))
  if (moved) {
    throw new TypeError(`users: JavaScript moves ${JSON.stringify(moved[0])} to the front of an object, and their ` +
      'order counts; give them as an array of [name, options]')
  }
  yield * entries
}
