import type { Condition } from '../../site/mapping/condition.js'
import {
  attributesOf, issuerCN, type AttributeFacet, type Facet, type NameField, type ShownValue
} from '../../site/mapping/facets.js'
import { ShownValues, type Shown } from '../../site/mapping/rule-table.js'
import type { UserOptions } from '../../site/users.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import { prepareForComparison } from '../../trust/names/prepare.js'
import type { UserRule } from './user-rules.js'

/** Stands for whatever a wildcard takes: no rule asks for it, and case and blanks do not change it. */
const ANYTHING = '\u{1f511}'

/** X.520's id-at-commonName. */
const COMMON_NAME = '2.5.4.3'

/**
 * What every certificate shows that an entry of `users` takes, and nothing more: a rule that this certificate matches,
 * all of them match.
 */
export function widestCertificate ({ certificate }: UserOptions, rules: readonly UserRule[]): Shown {
  if (certificate !== undefined) return new ShownValues(readCertificates(certificate, 'certificate')[0]!)
  const values = new Map<string, Set<ShownValue>>()
  const add = ({ name }: Facet, value: string): void => {
    values.set(name, (values.get(name) ?? new Set()).add(value))
  }
  for (const { condition } of rules) {
    for (const [facet, value] of shownOf(condition)) add(facet, value)
  }
  return { of: ({ name }) => values.get(name) ?? new Set() }
}

/** Whether an attribute fits whatever it says. */
export function takesAnyValue ({ facet, fits }: Condition): boolean {
  return isOfAttributes(facet) && fits(new Set([ANYTHING]))
}

function shownOf ({ facet, asked, values }: Condition): Array<readonly [Facet, string]> {
  if (facet === issuerCN) return [[facet, asked], ...inBothForms('issuer', COMMON_NAME, asked)]
  const value = values === null ? withoutWildcards(asked) : asked
  return isOfAttributes(facet) && facet.isCaseSensitive
    ? inBothForms(facet.field, facet.type, value)
    : [[facet, value]]
}

/** An attribute is shown as it is, and without case. */
function inBothForms (field: NameField, type: string, value: string): Array<readonly [Facet, string]> {
  return [[attributesOf(field, type, true), value], [attributesOf(field, type, false), prepareForComparison(value)]]
}

/** `Fin*` */
function withoutWildcards (asked: string): string {
  return asked.replace(/^\*|\*$/g, ANYTHING)
}

function isOfAttributes (facet: Facet): facet is AttributeFacet {
  return 'type' in facet
}
