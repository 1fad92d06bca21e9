import type { Certificate } from '../trust/certificate/certificate.js'
import { someValue, type Condition } from './mapping/condition.js'
import * as facets from './mapping/facets.js'
import {
  forgeableOf, mappingRuleNames, readMappingRules, type ForgeableRule, type MappingRules
} from './mapping/mapping-rules.js'
import { RuleTable } from './mapping/rule-table.js'
import { checkName, foldCase, splitList } from './names.js'
import { serialNumberKey, serialNumberKeyOf } from './serial-number.js'
import type { SerialNumberByteOrder } from './serial-number.js'
import { boolean, nonEmptyString, options, plainObject, string, wrong } from './validation.js'

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
const noGroups: readonly string[] = Object.freeze([])

/** The users of a site, in the order in which they are tried. */
export class Users {
  readonly #users: Array<PseudoUser | Denial> = []
  readonly #shadowed: ShadowedUser[] = []
  // Without case, as a UserList names them.
  readonly #names = new Map<string, string>()
  readonly #denials = new Set<string>()
  readonly #groups = new Set<string>()
  readonly #forgeable = new Set<ForgeableRule>()
  // The position of the first user by what the entry asks for.
  readonly #byIssuerCN = new Map<string, number>()
  readonly #bySerialNumber = new Map<string, number>()
  readonly #byBoth = new Map<string, Map<string, number>>()
  // Entries that ask for more; null: there are none.
  #rules: RuleTable | null = null

  /**
   * @param value a record of names, or an iterable of `[name, options]`
   * @throws TypeError naming the user and the value that is wrong
   */
  constructor (value: unknown, byteOrder: SerialNumberByteOrder) {
    for (const [name, user] of entriesOf(value)) {
      const what = `users['${name}']`
      const folded = foldCase(checkName(name, 'users'))
      const twin = this.#names.get(folded)
      if (twin !== undefined) throw new TypeError(`${what}: differs from ${JSON.stringify(twin)} in case at most`)
      this.#names.set(folded, name)
      this.#add(name, user, byteOrder, what)
    }
    Object.freeze(this)
  }

  get size (): number {
    return this.#users.length
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
    const folded = foldCase(name)
    return this.#names.has(folded) && !this.#denials.has(folded)
  }

  /** Is any user in the group of this name? Compared without case. */
  hasGroup (name: string): boolean {
    return this.#groups.has(foldCase(name))
  }

  /** The first user, or denial, whose values all match; null if there is none. */
  match (certificate: Certificate): PseudoUser | Denial | null {
    const { issuer, serialNumberBytes } = certificate
    const position = this.#positionOf(issuer.commonName, serialNumberKeyOf(serialNumberBytes))
    return this.#users[this.#rules?.find(certificate, position) ?? position] ?? null
  }

  #positionOf (issuerCN: string | null, serialNumber: string | null): number {
    let position = Infinity
    if (issuerCN !== null) position = this.#byIssuerCN.get(issuerCN) ?? Infinity
    if (serialNumber !== null) position = Math.min(position, this.#bySerialNumber.get(serialNumber) ?? Infinity)
    if (issuerCN !== null && serialNumber !== null) {
      position = Math.min(position, this.#byBoth.get(issuerCN)?.get(serialNumber) ?? Infinity)
    }
    return position
  }

  #add (name: string, value: unknown, byteOrder: SerialNumberByteOrder, what: string): void {
    const user = options(value, known, what)
    const issuerCN = user.issuerCN === undefined ? null : nonEmptyString(user.issuerCN, `${what}.issuerCN`)
    const serialNumber = user.serialNumber === undefined
      ? null
      : serialNumberKey(user.serialNumber, byteOrder, `${what}.serialNumber`)
    const denies = user.deny !== undefined && boolean(user.deny, `${what}.deny`)
    const conditions = readMappingRules(user, denies, what)
    const position = this.#positionOf(issuerCN, serialNumber)
    const [first, ...others] = conditions
    const earlier = this.#users[first === undefined
      ? position
      : Math.min(position, this.#addRule([first, ...others, ...registryConditions(issuerCN, serialNumber)]))]
    if (earlier !== undefined) this.#shadowed.push({ name, by: earlier.name })
    else if (first === undefined) this.#index(issuerCN, serialNumber, what)
    if (denies) {
      this.#addDenial(name, user.groups, what)
      return
    }
    for (const rule of forgeableOf(user)) this.#forgeable.add(rule)
    const groups = groupsOf(user.groups, `${what}.groups`)
    for (const group of groups) this.#groups.add(foldCase(group))
    this.#users.push(Object.freeze({ name, groups }))
  }

  #addDenial (name: string, groups: unknown, what: string): void {
    if (groups !== undefined) throw new TypeError(`${what}: denies, and is nobody's entry; leave its groups out`)
    this.#denials.add(foldCase(name))
    this.#users.push(Object.freeze(new Denial(name)))
  }

  /** The position of an earlier rule that takes all of its certificates; Infinity if none is found. */
  #addRule (conditions: readonly [Condition, ...Condition[]]): number {
    this.#rules ??= new RuleTable()
    return this.#rules.add(this.#users.length, conditions)
  }

  #index (issuerCN: string | null, serialNumber: string | null, what: string): void {
    const position = this.#users.length
    if (issuerCN !== null && serialNumber !== null) {
      const ofIssuer = this.#byBoth.get(issuerCN) ?? new Map<string, number>()
      this.#byBoth.set(issuerCN, ofIssuer.set(serialNumber, position))
    } else if (issuerCN !== null) this.#byIssuerCN.set(issuerCN, position)
    else if (serialNumber !== null) this.#bySerialNumber.set(serialNumber, position)
    else throw new TypeError(`${what}: has neither an issuerCN nor a serialNumber, nor any other rule; give one`)
  }
}

function registryConditions (issuerCN: string | null, serialNumber: string | null): Condition[] {
  return [
    ...issuerCN === null ? [] : [someValue(facets.issuerCN, issuerCN)],
    ...serialNumber === null ? [] : [someValue(facets.serialNumber, serialNumber)]
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
      yield [string(entry[0], 'users, name'), entry[1]]
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
