import type { AttributeRules, MatchRule } from '../../site/mapping/attribute-rules.js'
import { readMappingRules } from '../../site/mapping/mapping-rules.js'
import type { UserOptions } from '../../site/users.js'
import { show } from '../../validation.js'
import { elementsAt, isFalse, type XmlElement } from './xml.js'

/** One to one: the whole certificate, in base64 without its PEM lines, which IIS compares byte by byte. */
export function oneToOneUser ({ attributes: { certificate: base64 = '' } }: XmlElement): UserOptions {
  const lines = base64.replace(/-----[^-]*-----|\s/g, '').match(/.{1,64}/g) ?? []
  const certificate = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
  return checked({ certificate })
}

/**
 * Many to one: rules on the issuer's and the subject's attributes, all of which must hold.
 *
 * @throws TypeError for rules that users can't have
 * @see https://learn.microsoft.com/iis/configuration/system.webserver/security/authentication/iisclientcertificatemappingauthentication/manytoonemappings/add/rules/
 */
export function manyToOneUser ({ attributes: { permissionMode = 'Allow' }, children }: XmlElement): UserOptions {
  if (permissionMode !== 'Allow' && permissionMode !== 'Deny') {
    throw new TypeError(`the permissionMode ${permissionMode} is not known`)
  }
  const rules = elementsAt(children, 'rules', 'add').map(({ attributes }) => readRule(attributes))
  if (rules.length === 0) throw new TypeError('it has no rules, and would take every certificate')
  const user = {
    ...attributeRules(rules, 'Issuer', 'issuer'),
    ...attributeRules(rules, 'Subject', 'subject'),
    ...permissionMode === 'Deny' && { deny: true }
  }
  return checked(user)
}

interface Rule {
  readonly field: string
  readonly attribute: string
  readonly rule: string | MatchRule
}

/** What IIS calls some attributes, where that is not the name of RFC 4514. */
const attributeNames: ReadonlyMap<string, string> = new Map([
  ['S', 'ST'], ['I', 'initials'], ['GN', 'givenName'], ['G', 'givenName'], ['T', 'title'], ['Email', 'emailAddress'],
  ['E', 'emailAddress']
])

function readRule (attributes: XmlElement['attributes']): Rule {
  const { certificateField: field = '', certificateSubField: subField = '', matchCriteria = '' } = attributes
  if (!['Issuer', 'Subject'].includes(field)) {
    throw new TypeError(`the rule ${field} ${subField} ${show(matchCriteria)}: IIS has rules on Issuer and Subject`)
  }
  const attribute = attributeNames.get(subField) ?? subField
  const isFolded = isFalse(attributes['compareCaseSensitive'])
  return { field, attribute, rule: isFolded ? { matchCriteria, compareCaseSensitive: false } : matchCriteria }
}

/** The rules on one name by attribute, several on one attribute as an array. */
function attributeRules (rules: readonly Rule[], field: string, name: 'issuer' | 'subject'): UserOptions {
  const byAttribute = new Map<string, Array<string | MatchRule>>()
  for (const { attribute, rule } of rules.filter((rule) => rule.field === field)) {
    byAttribute.set(attribute, [...byAttribute.get(attribute) ?? [], rule])
  }
  if (byAttribute.size === 0) return {}
  const attributes: AttributeRules = Object.fromEntries(Array.from(byAttribute, ([attribute, rules]) => {
    return [attribute, rules.length === 1 ? rules[0]! : rules]
  }))
  return { [name]: attributes }
}

/** @throws TypeError for what an entry of `users` can't have */
function checked (user: UserOptions): UserOptions {
  readMappingRules(user, user.deny === true, 'it')
  return user
}
