import { someValue, type Condition } from '../../site/mapping/condition.js'
import { issuerCN as issuerCNFacet, serialNumber as serialNumberFacet } from '../../site/mapping/facets.js'
import type { MatchRule } from '../../site/mapping/attribute-rules.js'
import { mappingRuleNames, readMappingRules } from '../../site/mapping/mapping-rules.js'
import { serialNumberKey, type SerialNumberByteOrder } from '../../site/serial-number.js'
import type { UserOptions } from '../../site/users.js'
import { show } from '../../validation.js'

/** One thing that an entry of `users` asks of a certificate. */
export interface UserRule {
  /** As the entry has it: `issuerCN`, `subject.CN`, `subjectAltName.dNSName`. */
  readonly name: string
  /** What is asked for, in words: `'Fin*', without case`. */
  readonly asked: string
  readonly condition: Condition
}

/** The rules of an entry that is sound, one for each thing that is asked. */
export function userRules (user: UserOptions, byteOrder: SerialNumberByteOrder): UserRule[] {
  const { issuerCN, serialNumber } = user
  return [
    ...issuerCN === undefined
      ? []
      : [{ name: 'issuerCN', asked: show(issuerCN), condition: someValue(issuerCNFacet, issuerCN) }],
    ...serialNumber === undefined ? [] : [serialNumberRule(serialNumber, byteOrder)],
    ...mappingRuleNames.flatMap((name) => user[name] === undefined ? [] : mappingRules(name, user[name], user.deny))
  ]
}

function serialNumberRule (serialNumber: string | Uint8Array, byteOrder: SerialNumberByteOrder): UserRule {
  const key = serialNumberKey(serialNumber, byteOrder, 'serialNumber')
  const asked = show(Buffer.from(key, 'latin1').toString('hex').toUpperCase())
  return { name: 'serialNumber', asked, condition: someValue(serialNumberFacet, key) }
}

type RuleName = typeof mappingRuleNames[number]

/** Of a rule that has parts, each part is read by itself. */
function mappingRules (name: RuleName, value: unknown, denies = false): UserRule[] {
  const parts: ReadonlyArray<readonly [name: string, part: unknown, value: unknown]> = hasParts.has(name)
    ? Object.entries(value as object).flatMap(([key, given]) => {
      return [given].flat().map((part) => [`${name}.${key}`, { [key]: part }, part] as const)
    })
    : [[name, value, value]]
  return parts.map(([what, part, given]) => {
    const [condition] = readMappingRules({ [name]: part }, denies, 'users')
    return { name: what, asked: name === 'certificate' ? 'one that is given' : words(given), condition: condition! }
  })
}

const hasParts: ReadonlySet<RuleName> = new Set(['subjectAltName', 'subject', 'issuer'])

function words (given: unknown): string {
  if (typeof given === 'string') return show(given)
  const { matchCriteria, compareCaseSensitive = true } = given as MatchRule
  return `${show(matchCriteria)}${compareCaseSensitive ? '' : ', without case'}`
}
