import { alternativeNameKey, identityForms, type IdentityForm } from '../../trust/names/alternative-name-keys.js'
import { options, string, wrong } from '../../validation.js'
import { listOf } from './attribute-rules.js'
import { someValue, type Condition } from './condition.js'
import { alternativeNames } from './facets.js'

/**
 * Names that the certificate's subjectAltName must have, compared as RFC 5280 §7 compares each form, never as text of
 * another form. Several names of one form must all be there.
 */
export interface AlternativeNameRules {
  /** An e-mail address, `'alice@example.org'`: the part before the @ with its case, the host without. */
  readonly rfc822Name?: string | readonly string[]
  /** A host name, `'pump-7.example.org'`, without case. A wildcard in a certificate is no name of any host here. */
  readonly dNSName?: string | readonly string[]
  /** A URI, `'spiffe://example.org/pump/7'`: scheme and host without case. */
  readonly uniformResourceIdentifier?: string | readonly string[]
  /** Windows' user principal name, `'alice@example.org'`, without case. */
  readonly userPrincipalName?: string | readonly string[]
}

const examples: Readonly<Record<IdentityForm, string>> = {
  rfc822Name: "an e-mail address ('alice@example.org'), in ASCII",
  dNSName: "a host name in its ASCII form, without wildcards ('pump-7.example.org')",
  uniformResourceIdentifier: "a URI without dot segments ('spiffe://example.org/pump/7')",
  userPrincipalName: "a user principal name ('alice@example.org')"
}

/**
 * Reads the rules on alternative names.
 *
 * @param denies whether a name of that form that can't be read fits too
 * @throws TypeError naming the rule that is wrong
 */
export function readAlternativeNameRules (value: unknown, denies: boolean, what: string): Condition[] {
  const given = options(value, identityForms, what)
  const conditions = identityForms.filter((form) => given[form] !== undefined).flatMap((form) => {
    return listOf(given[form], `${what}.${form}`).map(([name, where]) => {
      const key = alternativeNameKey(form, string(name, where))
      if (key === null) throw wrong(where, name, examples[form])
      return someValue(alternativeNames[form], key, ...denies ? [null] : [])
    })
  })
  if (conditions.length > 0) return conditions
  throw new TypeError(`${what}: has no name; give one of ${identityForms.join(', ')}, or leave it out`)
}
