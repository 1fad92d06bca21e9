import type { Condition } from '../../site/mapping/condition.js'
import { attributes, issuerCN, type Facet } from '../../site/mapping/facets.js'
import { ShownValues, type Shown } from '../../site/mapping/rule-table.js'
import type { UserOptions } from '../../site/users.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import { prepareForComparison } from '../../trust/names/prepare.js'
import type { UserRule } from './user-rules.js'

/** Stands for whatever a wildcard takes: no rule asks for it, and case and blanks do not change it. */
const ANYTHING = '\u{1f511}'

/** X.520's id-at-commonName, as attributes are shown. */
const COMMON_NAME = '2.5.4.3='

/**
 * What every certificate shows that an entry of `users` takes, and nothing more: a rule that this certificate matches,
 * all of them match.
 */
export function widestCertificate ({ certificate }: UserOptions, rules: readonly UserRule[]): Shown {
  if (certificate !== undefined) return new ShownValues(readCertificates(certificate, 'certificate')[0]!)
  const values = new Map<Facet, Set<string>>()
  const add = (facet: Facet, value: string): void => {
    values.set(facet, (values.get(facet) ?? new Set()).add(value))
  }
  for (const { condition } of rules) {
    for (const [facet, value] of shownOf(condition)) add(facet, value)
  }
  return { of: (facet) => values.get(facet) ?? new Set() }
}

/** Whether an attribute fits whatever it says. */
export function takesAnyValue ({ facet, asked, fits }: Condition): boolean {
  return isOfAttributes(facet) && fits(new Set([`${asked.slice(0, asked.indexOf('='))}=${ANYTHING}`]))
}

function shownOf ({ facet, asked, values }: Condition): Array<readonly [Facet, string]> {
  if (facet === issuerCN) return [[facet, asked], ...inBothForms('issuer', COMMON_NAME + asked)]
  const value = values === null ? withoutWildcards(asked) : asked
  for (const field of ['issuer', 'subject'] as const) {
    if (facet === attributes.exact[field]) return inBothForms(field, value)
  }
  return [[facet, value]]
}

/** An attribute is shown as it is, and without case. */
function inBothForms (field: 'issuer' | 'subject', value: string): Array<readonly [Facet, string]> {
  const start = value.indexOf('=') + 1
  const folded = value.slice(0, start) + prepareForComparison(value.slice(start))
  return [[attributes.exact[field], value], [attributes.folded[field], folded]]
}

/** `2.5.4.3=Fin*` */
function withoutWildcards (asked: string): string {
  return asked.replace(/(?<==)\*|\*$/g, ANYTHING)
}

/** A facet whose values are attributes, each behind its type. */
export function isOfAttributes (facet: Facet): boolean {
  return [attributes.exact, attributes.folded].some(({ issuer, subject }) => facet === issuer || facet === subject)
}
