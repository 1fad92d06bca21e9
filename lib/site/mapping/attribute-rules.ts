import { attributeTypeNames } from '../../trust/names/attribute-types.js'
import { prepareForComparison } from '../../trust/names/prepare.js'
import { boolean, isObjectIdentifier, options, plainObject, show, string } from '../../validation.js'
import { someValue, someValueLike, type Condition } from './condition.js'
import { attributesOf, type NameField } from './facets.js'

/** What an attribute must say, as IIS' `rules` of `manyToOneMappings` have it. */
export interface MatchRule {
  /** The whole value, or with `*` at its beginning or end for whatever is there. `'*'`: the attribute is there. */
  readonly matchCriteria: string
  /**
   * Whether characters count with their case. `false`: values are compared as RFC 5280 §7.1 compares names, without
   * case, and blanks as one. Default: `true`.
   */
  readonly compareCaseSensitive?: boolean
}

/** What an attribute must say: `'Finance*'` stands for `{ matchCriteria: 'Finance*' }`. */
export type AttributeRule = string | MatchRule

/**
 * Rules by attribute type: a short name (`CN`, `OU`, `emailAddress`; without case) or an OID (`'2.5.4.3'`). Several
 * rules for one type must all hold. Of several attributes of one type any will do for a rule.
 */
export type AttributeRules = Readonly<Record<string, AttributeRule | readonly AttributeRule[]>>

const knownInRule = ['matchCriteria', 'compareCaseSensitive'] as const
const typesByName = new Map(Array.from(attributeTypeNames, ([type, name]) => [name.toLowerCase(), type]))

/**
 * Reads the rules on one of a certificate's names.
 *
 * @param denies whether an attribute that can't be read fits too: nobody can tell that it is not the one to deny
 * @throws TypeError naming the rule that is wrong
 */
export function readAttributeRules (value: unknown, field: NameField, denies: boolean, what: string): Condition[] {
  const types = new Map<string, string>()
  const entries = Object.entries(plainObject(value, what))
  if (entries.length === 0) {
    throw new TypeError(`${what}: has no rule; name an attribute (CN, OU, '2.5.4.3'), or leave it out`)
  }
  return entries.flatMap(([key, rules]) => {
    const type = attributeType(key, what)
    const twin = types.get(type)
    if (twin !== undefined) throw new TypeError(`${what}: ${show(key)} and ${show(twin)} are the same attribute`)
    types.set(type, key)
    return listOf(rules, `${what}.${key}`).map(([rule, where]) => readRule(rule, { type, field, denies }, where))
  })
}

/** A rule, or several; and what each is called. */
export function listOf (value: unknown, what: string): Array<readonly [value: unknown, what: string]> {
  if (!Array.isArray(value)) return [[value, what]]
  if (value.length === 0) throw new TypeError(`${what}: is an empty array; give a value, or leave it out`)
  return value.map((item: unknown, index) => [item, `${what}[${index}]`])
}

function attributeType (key: string, what: string): string {
  const type = isObjectIdentifier(key) ? key : typesByName.get(key.toLowerCase())
  if (type !== undefined) return type
  throw new TypeError(`${what}: unknown attribute ${show(key)}; give its OID, or one of ` +
    [...attributeTypeNames.values()].join(', '))
}

interface Asked {
  readonly type: string
  readonly field: NameField
  readonly denies: boolean
}

function readRule (value: unknown, { type, field, denies }: Asked, what: string): Condition {
  const { criteria, isCaseSensitive } = readMatchRule(value, what)
  const facet = attributesOf(field, type, isCaseSensitive)
  const unreadable = denies ? [null] : []
  // With its asterisks, so that blanks beside them stay.
  const asked = isCaseSensitive ? criteria : prepareForComparison(criteria)
  const isOpenAtStart = criteria.startsWith('*')
  const isOpenAtEnd = criteria.endsWith('*')
  if (!isOpenAtStart && !isOpenAtEnd) return someValue(facet, asked, ...unreadable)
  const part = asked.slice(isOpenAtStart ? 1 : 0, isOpenAtEnd && asked.length > 1 ? -1 : undefined)
  return someValueLike(facet, asked, { accepts: testOf(part, isOpenAtStart, isOpenAtEnd), others: unreadable })
}

/** Nothing here can take longer than to look through the text once for each character of the part. */
function testOf (part: string, isOpenAtStart: boolean, isOpenAtEnd: boolean): (text: string) => boolean {
  if (!isOpenAtStart) return (text) => text.startsWith(part)
  return isOpenAtEnd ? (text) => text.includes(part) : (text) => text.endsWith(part)
}

function readMatchRule (value: unknown, what: string): { criteria: string, isCaseSensitive: boolean } {
  if (typeof value === 'string') return { criteria: readCriteria(value, what), isCaseSensitive: true }
  const { matchCriteria, compareCaseSensitive = true } = options(value, knownInRule, what)
  return {
    criteria: readCriteria(matchCriteria, `${what}.matchCriteria`),
    isCaseSensitive: boolean(compareCaseSensitive, `${what}.compareCaseSensitive`)
  }
}

function readCriteria (value: unknown, what: string): string {
  const criteria = string(value, what)
  if (criteria.trim() === '') throw new TypeError(`${what}: is empty; give a value, or '*' for any`)
  if (criteria.slice(1, -1).includes('*')) {
    throw new TypeError(`${what}: ${show(criteria)} has a '*' in its middle; it may begin and end with one`)
  }
  return criteria
}
